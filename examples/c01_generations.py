# C1 (S0, S1, S4): three generations, their thresholds and counts.
import gc

print(gc.get_threshold())
counts = gc.get_count()             # S1 shows (18, 7, 8): what is there at this moment
print(len(counts), all(count >= 0 for count in counts))

gc.set_threshold(800, 20, 20)
print(gc.get_threshold())

# S4 gives one argument only: the other thresholds stay as they are.
gc.set_threshold(3)
print(gc.get_threshold())
gc.set_threshold(700, 10, 10)


class Thing:
    pass


# The first count is that of containers made less containers freed.
gc.collect()
before = gc.get_count()[0]
things = [Thing(), Thing(), Thing()]
made = gc.get_count()[0]
print(made - before >= 4)
gc.collect(0)
print(gc.get_count()[1:])
gc.collect(1)
print(gc.get_count()[1:])
gc.collect()
print(gc.get_count()[1:])


def generation(thing):
    for number in range(3):
        if any(other is thing for other in gc.get_objects(generation=number)):
            return number


# A survivor of a collection moves to the next generation, and from the last nowhere.
thing = Thing()
print(generation(thing))
for young in 0, 1, 2, 2:
    gc.collect(young)
    print(generation(thing))
