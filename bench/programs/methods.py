# Method calls: own, inherited, through super, static and class methods.


class Base:
    def __init__(self):
        self.count = 0

    def step(self, n):
        self.count += n
        return self

    def value(self):
        return self.count

    @staticmethod
    def twice(n):
        return n + n

    @classmethod
    def name(cls):
        return cls


class Child(Base):
    def step(self, n):
        return super().step(n)


def loop(thing, count):
    total = 0
    for i in range(count):
        thing.step(i)
        total += thing.value() - thing.twice(i)
        thing.name()
    return total


print('methods', loop(Base(), 700000), loop(Child(), 500000))
