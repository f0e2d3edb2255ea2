# H6 (S1): a freed block serves the next object of its size.
class Thing:
    pass


a = Thing()
address = id(a)
del a
b = Thing()
print(id(b) == address)

# The address of a dead object therefore says nothing about a living one.
print(id(Thing()) == id(Thing()))


def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4096


# A long run does not grow without bound.
def work():
    things = [Thing() for _ in range(20000)]
    for thing in things:
        thing.text = 'x' * 50


work()
before = resident()
for _ in range(20):
    work()
print('twenty rounds more, resident more than one round:', resident() - before > 4 << 20)
