# H1 (S1, S2, S3): objects live in the runtime's own heap, which asks the system for pages.
import sys


class Thing:
    pass


def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4096


print(sys.getallocatedblocks() > 100)
before = sys.getallocatedblocks()
things = [Thing() for _ in range(1000)]
after = sys.getallocatedblocks()
print('a thousand objects, blocks more:', 1000 <= after - before <= 3100)
del things
print('and back:', abs(sys.getallocatedblocks() - before) < 100)

before = resident()
block = b'\1' * (64 << 20)
print('64 MiB asked, resident more:', resident() - before > 60 << 20)
