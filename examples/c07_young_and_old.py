# C7 (S0, S1, S4): most objects die young, so the young are looked at often and the old seldom.
import gc


class Request:
    def __init__(self, number):
        self.number = number
        self.me = self          # a cycle: only the collector can free it


found = [0, 0, 0]
runs = [0, 0, 0]


def watch(phase, info):
    if phase == 'stop':
        runs[info['generation']] += 1
        found[info['generation']] += info['collected']


gc.collect()
kept = []
gc.callbacks.append(watch)
for number in range(50000):
    request = Request(number)
    if number % 100 == 0:
        kept.append(request)    # one in a hundred lives on
gc.callbacks.remove(watch)

print('runs: young more than middle, middle more than old:', runs[0] > runs[1] > runs[2])
print('most runs are young:', runs[0] / sum(runs) > 0.85)
print('most garbage is found young:', found[0] / sum(found) > 0.85)
print('nearly all of it is found:', sum(found) > 48000)
print('kept:', len(kept))
del request
kept.clear()
print('freed in the end:', gc.collect() >= 500)
