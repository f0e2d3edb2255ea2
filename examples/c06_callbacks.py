# C6 (S0, S1): callbacks before and after, runs by hand, switching off, figures, debug flags.
import gc


class Thing:
    def __init__(self):
        self.me = self


def watch(phase, info):
    print(phase, sorted(info.items()) if phase == 'stop' else info['generation'])


gc.collect()
gc.callbacks.append(watch)
for generation in 0, 1, 2:
    Thing()
    print('returned', gc.collect(generation))
gc.callbacks.remove(watch)

print(gc.isenabled())
gc.disable()
print(gc.isenabled())
gc.enable()

try:
    gc.collect(3)
except ValueError as error:
    print(error)

before = gc.get_stats()
Thing()
gc.collect()
after = gc.get_stats()
print([sorted(row) for row in after] == [['collected', 'collections', 'uncollectable']] * 3)
print([new['collections'] - old['collections'] for old, new in zip(before, after)])
print([new['collected'] - old['collected'] for old, new in zip(before, after)])

# With DEBUG_SAVEALL what is found is kept in gc.garbage instead of freed.
gc.set_debug(gc.DEBUG_SAVEALL)
Thing()
print(gc.collect(), [type(o).__name__ for o in gc.garbage])
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect(), gc.garbage)

# What is frozen is not looked at.
held = Thing()
gc.freeze()
print(gc.get_freeze_count() > 0)
gc.unfreeze()
print(gc.get_freeze_count())
