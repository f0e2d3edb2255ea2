"""itertools: permutations, combinations, product, chain, islice, accumulate, groupby, count."""
import itertools
def main():
    n = 0
    for p in itertools.permutations(range(8)): n += p[0]
    for p in itertools.combinations(range(18), 5): n += p[1]
    for p in itertools.product(range(30), repeat=3): n += p[2]
    for x in itertools.chain(range(50000), range(50000)): n += x
    for x in itertools.islice(itertools.count(), 100000): n += x
    for x in itertools.accumulate(range(50000)): n += x
    for k, g in itertools.groupby(range(50000), lambda v: v // 10): n += k
    print(n)
main()
