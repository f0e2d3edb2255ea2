"""Dicts: small displays, int and str keys, items(), get, setdefault, update, copies."""
def main():
    n = 0
    words = ["w%d" % i for i in range(500)]
    for i in range(300):
        d = {}
        for w in words: d[w] = i
        for w in words: n += d[w]
        for k, v in d.items(): n += v
        for k in d: n += 1
        for v in d.values(): n += v
        e = {}
        for j in range(500): e[j] = j
        for j in range(500): n += e.get(j, 0)
        f = dict(d); f.update(e); n += len(f) + len({**f})
    for i in range(200000):
        d = {"a": i, "b": 2}
        n += d["a"] + len(d)
        d["c"] = 3
        if "b" in d: n += 1
    counts = {}
    for w in words * 200: counts[w] = counts.get(w, 0) + 1
    print(n, len(counts))
main()
