# H4 (S1, S3): size classes. 42 bytes asked for, 48 given.
# (Ouro's classes go in steps of 8 bytes, as the seeds say; CPython 3.11's in steps of 16.)
import sys
from math import gcd

PAGE = 4096
length = 42 - sys.getsizeof(b'')
words = [str(i).encode().rjust(length, b'.') for i in range(10000, 20000)]
print(sys.getsizeof(words[0]))
pages = {}
for word in words:
    pages.setdefault(id(word) // PAGE, []).append(id(word))
step = 0
for page in pages.values():
    for address in page:
        step = gcd(step, address - page[0])
print(step)
