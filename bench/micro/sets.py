"""Sets: add, contains, union, difference, comprehension."""
def main():
    n = 0
    words = ["w%d" % i for i in range(500)]
    for i in range(300):
        s = set()
        for w in words: s.add(w)
        for w in words: n += w in s
        t = {j for j in range(500)}
        u = set(range(250, 750))
        n += len(t | u) + len(t & u) + len(t - u) + len(t ^ u)
        for x in t: n += x
    print(n)
main()
