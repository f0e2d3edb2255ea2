# C3 (S1): the oldest generation over its threshold is collected, the oldest of all only when
# what waits for it is more than a quarter of what lives there.
import gc


class Thing:
    pass


def make(count):
    return [Thing() for _ in range(count)]


runs = []


def watch(phase, info):
    if phase == 'stop':
        runs.append(info['generation'])


gc.collect()
gc.callbacks.append(watch)
gc.set_threshold(100, 2, 2)

# Every third collection of generation 0 is one of generation 1 instead.
held = make(1100)
young = runs.count(0)
middle = runs.count(1)
print('generation 0 runs:', young > 0, 'generation 1 runs:', middle > 0)
print('pattern', [b for a, b in zip(runs, runs[1:]) if a == 1] == [0] * middle)

# A generation 2 collection makes everything old. From here on 25% more must wait before
# the next: with many old objects few young ones do not trigger one.
held = make(100000)
gc.collect()
runs.clear()
few = make(10000)
print('few more: generation 2 runs:', runs.count(2), 'and generation 1 runs:', runs.count(1) > 10)
many = make(60000)
print('many more: generation 2 runs:', runs.count(2))
gc.callbacks.remove(watch)
gc.set_threshold(700, 10, 10)
