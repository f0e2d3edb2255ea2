"""len, isinstance, sum, min, max, any, all, range, abs, ord, chr, hash, type."""
def main():
    n = 0
    a = list(range(1000))
    for i in range(200):
        n += sum(a) + min(a) + max(a) + any(x < 0 for x in a) + all(a)
    for i in range(200000):
        n += len(a) + isinstance(i, int) + abs(-i) + min(i, 5) + max(i, 5, 7) + ord(chr(65))
        n += len(range(i)) + (type(i) is int) + int(1.5) + bool(i) + divmod(i, 7)[1]
        if isinstance(a, (str, list)): n += 1
    print(n)
main()
