"""Calls: positional, defaults, keywords, *args, **kwargs, closures, lambdas, nested functions."""
def f(a, b=2, c=3): return a + b + c
def g(*args): return len(args)
def h(**kw): return len(kw)
def k(a, *, b, c=1): return a + b + c
class K:
    def __init__(self, x=0, y=0): self.x = x; self.y = y
    def m(self, x, y=1): return x + y
def main():
    n = 0
    o = K()
    def inner(x): return x + n0
    n0 = 1
    t = (1, 2, 3); d = {"a": 1, "c": 2}
    for i in range(100000):
        n += f(i) + f(i, c=1) + f(a=i, b=1, c=2) + g(1, 2, i) + h(x=1, y=2) + k(1, b=i) + inner(i)
        n += f(*t) + f(**d) + K(x=1, y=2).x + o.m(1, y=2) + (lambda q: q)(i)
    print(n)
main()
