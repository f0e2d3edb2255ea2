"""sort and sorted with and without keys; ints, floats, strs, tuples; reverse."""
def main():
    x = 12345; a = []
    for i in range(20000):
        x = (x * 1103515245 + 12345) & 0x7fffffff
        a.append(x)
    n = 0
    for i in range(8):
        n += sorted(a)[3]
        n += sorted(a, key=lambda v: -v)[3]
        b = [str(v) for v in a]; b.sort(); n += len(b[0])
        c = [(v & 255, v) for v in a]; c.sort(); n += c[7][1]
        f = [v * 0.5 for v in a]; f.sort(reverse=True); n += int(f[2])
    print(n)
main()
