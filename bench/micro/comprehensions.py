"""List, dict and set comprehensions, generator expressions, list append and pop, unpacking."""
def main():
    n = 0
    a = list(range(1000))
    for i in range(200):
        n += len([x for x in a]) + len([x + 1 for x in a if x & 1]) + len({x: x for x in a}) + sum(x for x in a)
        n += len([(x, y) for x in range(30) for y in range(30)])
        b = []
        for x in a: b.append(x)
        while b: n += b.pop()
        for x, (y, z) in [(1, (2, 3))] * 300: n += x + y + z
        p, *q = a; n += len(q)
        n += len([*a, *a]) + len(a + a) + len(a * 2)
    print(n)
main()
