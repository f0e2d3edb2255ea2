"""Slices of lists, tuples and strings: read, assigned, deleted."""
def main():
    a = list(range(20)); t = tuple(a); s = "abcdefghijklmnopqrst"
    n = 0
    for i in range(200000):
        b = a[1:5]
        n += len(b) + len(t[2:]) + len(s[:i % 10]) + len(a[:])
        b[1:2] = b
        a[2:6] = a[5:1:-1]
        n += b[0]
    print(n, a[:6])
main()
