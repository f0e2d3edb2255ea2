"""Strings: join, split, replace, formats, +=, int to str, find, strip, case."""
def main():
    n = 0
    words = ["word%d" % i for i in range(200)]
    for i in range(300):
        text = " ".join(words)
        n += len(text.split()) + len(text.split("o")) + len(text.replace("word", "w"))
        s = ""
        for w in words: s += w
        n += len(s)
        for j in range(200):
            n += len(f"{j}:{i} {s[:3]}") + len(str(j)) + len("%d-%s" % (j, i)) + len("{} {}".format(i, j))
        for w in words:
            n += w.startswith("word") + w.find("9") + len(w.upper()) + len(w.strip()) + (w == "word7") + ord(w[0])
        n += sum(1 for c in text if c == "w")
    print(n)
main()
