# C2 (S0, S1, S4): the walk-through with a threshold of 3.
#
# The seeds make the strings 'alpha', 'bravo', ... and put them into generations. Strings hold
# no references and are not tracked, so they never trigger anything. Here the same is done
# with containers. The seeds also let the collection free what has count 0; a count of 0 frees
# at once, and what a collection frees is what only a cycle keeps alive.
import gc


class Name:
    def __init__(self, text):
        self.text = text


def show(label):
    row = []
    for number in range(3):
        row.append(sorted(o.text for o in gc.get_objects(generation=number) if type(o) is Name))
    print(label, *row)


runs = []


def watch(phase, info):
    if phase == 'stop':
        runs.append(info['generation'])


gc.disable()
gc.collect()
Name('warm')            # after a full collection CPython's first call of each kind counts
gc.set_threshold(3, 10, 10)             # a tuple for its arguments: so that is done before
gc.callbacks.append(watch)
gc.collect(1)
runs.clear()
gc.enable()
a = Name('alpha')
b = Name('bravo')
c = Name('charlie')
three = len(runs)
d = Name('delta')
gc.disable()
print('collections after three', three)
print('collections after four', len(runs), 'of generation', runs[0])
show('alpha, bravo, charlie have moved:')

del b           # the count of bravo is 0: it goes now, not at the next collection
show('bravo deleted:')

gc.enable()
e = Name('echo')
f = Name('foxtrot')
g = Name('golf')
gc.disable()
show('echo, foxtrot, golf made:')

# Nothing is triggered while disabled, with a threshold of 0, or by strings.
runs.clear()
many = [Name(str(i)) for i in range(100)]
print('disabled', len(runs))
gc.set_threshold(0)
gc.enable()
many = [Name(str(i)) for i in range(100)]
print('threshold 0', len(runs))
gc.set_threshold(50, 10, 10)
gc.collect()
runs.clear()
words = 'w' * 1000
words = [word + '!' for word in words]
print('1000 strings', len(runs))
many = [Name(i) for i in words]
print('1000 containers', len(runs) > 10)
gc.callbacks.remove(watch)
gc.set_threshold(700, 10, 10)
