# O7 (S1, S3): each type gets and gives back memory in its own way.
import sys

# An int grows with its digits, a float never does.
print(sys.getsizeof(1) < sys.getsizeof(10 ** 30) < sys.getsizeof(10 ** 300))
print(sys.getsizeof(0.0) == sys.getsizeof(1e300))

# A list takes room ahead when it grows, so most appends ask for nothing.
grown = []
sizes = set()
for i in range(1000):
    grown.append(i)
    sizes.add(sys.getsizeof(grown))
print(len(sizes) < 100)

# A tuple is cut to its length.
print(sys.getsizeof((1, 2, 3)) - sys.getsizeof((1, 2)) == sys.getsizeof((1, 2)) - sys.getsizeof((1,)))

# A list gives room back when it shrinks.
full = sys.getsizeof(grown)
del grown[10:]
print(sys.getsizeof(grown) < full)

# A string takes as many bytes a character as its widest character needs.
print(sys.getsizeof('가' * 100) - sys.getsizeof('a' * 100) >= 100)

# A dict's table grows in steps.
table = {}
sizes = []
for i in range(100):
    table[i] = i
    if sys.getsizeof(table) not in sizes:
        sizes.append(sys.getsizeof(table))
print(sizes == sorted(sizes), 3 <= len(sizes) <= 8)
