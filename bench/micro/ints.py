"""Integers beyond small: 64-bit hashes, big sums, powers, int(), divmod, bit operations."""
def main():
    n = 0; h = 1469598103934665603
    for i in range(200000):
        h = ((h ^ (i & 255)) * 1099511628211) & 0xffffffffffffffff
        n += h >> 40
    f = 1
    for i in range(1, 1500): f *= i
    n += f % 1000003
    for i in range(100000): n += int(str(i)) + (i << 3 >> 1) + pow(i, 2) + i ** 2 + -i
    print(n, len(str(f)))
main()
