# H5 (S3): above 512 bytes the raw allocator serves; what is large goes back at once.
import sys


def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4096


before = resident()
for _ in range(20):
    block = b'x' * (32 << 20)
    print('.', end='')
    del block
print()
print('nothing is kept of 20 times 32 MiB:', resident() - before < 16 << 20)
print(sys.getsizeof(b'x' * 513) - sys.getsizeof(b'x' * 512))
