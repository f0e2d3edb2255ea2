# P2 (S0, S1): habits in loops.
from itertools import chain, product
import sys

# Change a dict while going over it: go over a copy. New values for old keys alone would be
# safe; what raises is a change of size.
somedict = {'a': 1, 'b': 2}
for k, v in somedict.copy().items():
    somedict[k] = v * 2
print(somedict)
for k, v in somedict.copy().items():
    del somedict[k]
    somedict[k + k] = v
print(somedict)
try:
    for k in somedict:
        somedict[k + '!'] = 0
except RuntimeError as error:
    print('RuntimeError:', error)

# A small scope. S0 says that `data` is held in the with block only. A with block closes the
# file; the name `data` and its object live on.
path = sys.argv[0]
with open(path, 'rb') as f:
    data = f.read()
print(f.closed, len(data) > 1000)
try:
    f.read()
except ValueError as error:
    print('ValueError:', error)


# S1's iterator class (the seed calls the items: `self.items()`).
class Iterator:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return self._generator()

    def _generator(self):
        for itm in self.items:
            yield itm


print(list(Iterator('abc')), sum(Iterator([1, 2, 3])))

# A generator gives one item at a time: it holds a frame, not a list.
print(sys.getsizeof(x for x in range(10 ** 6)) < 1000 < sys.getsizeof([0] * 10 ** 6))


# A function held in a local name.
class MyObj:
    def __init__(self):
        self.seen = []

    def func(self, i):
        self.seen.append(i)


myObj = MyObj()


def loop(n):
    myLocalFunc = myObj.func
    for i in range(n):
        myLocalFunc(i)


loop(5)
print(myObj.seen)

# Built-in functions instead of loops (the seed's loop makes upper case, its map lower).
oldlist = ['Alpha', 'BRAVO']
mylist = []
for myword in oldlist:
    mylist.append(myword.lower())
print(mylist == list(map(str.lower, oldlist)), mylist)


# itertools instead of nested loops. The seed's two versions differ: in the first the weights
# are (1, 5) and the list is `mylist`; in the second the names are exchanged and the weights
# run from 1 to 4. Here both do the same.
def function(shape, weight):
    return [(shape, weight)]


mylist = []
for shape in [True, False]:
    for weight in (1, 5):
        mylist += function(shape, weight)
print(mylist)
other = list(chain.from_iterable(
    function(shape, weight) for shape, weight in product([True, False], (1, 5))))
print(mylist == other)
