# Memory that goes back: 2,000,000 small lists, a random 0.1% kept, then none.
# Prints the resident MiB over the start: with all of them, with 0.1% and with none.


def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4096 / (1 << 20)


def pick(count, share):
    """A fixed random choice (a linear congruential generator)."""
    state, chosen = 12345, []
    for i in range(count):
        state = (state * 1103515245 + 12345) & 0x7fffffff
        if state < share * 0x7fffffff:
            chosen.append(i)
    return chosen


def main():
    chosen = pick(2000000, 0.001)
    start = resident()
    many = [[i] for i in range(2000000)]
    full = resident() - start
    kept = [many[i] for i in chosen]
    del many
    some = resident() - start
    del kept
    none = resident() - start
    print('memory_back', len(chosen), 'kept; MiB over the start: all %.0f, 0.1%% %.1f, none %.1f'
          % (full, some, none))


main()
