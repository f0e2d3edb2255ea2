"""map, zip, enumerate, filter, reversed over lists."""
def main():
    a = list(range(1000)); b = [float(x) for x in a]; n = 0
    for _ in range(150):
        n += len(list(map(str, a)))
        for x, y in zip(a, b): n += x
        for i, x in enumerate(a): n += i
        n += sum(map(int, b))
        n += len(list(zip(a, b))) + len(list(filter(None, a)))
        for x in reversed(a): n -= x
    print(n)
main()
