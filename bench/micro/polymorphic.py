"""One attribute and method site that sees four classes; class attributes; properties; dunder operators."""
class A:
    kind = 1
    def __init__(self, v): self.v = v
    def get(self): return self.v
class B(A):
    kind = 2
    def __init__(self, v): self.w = 1; self.v = v
class C(A):
    def get(self): return self.v + 1
class D:
    kind = 4
    def __init__(self, v): self.u = 0; self.t = 1; self.v = v
    def get(self): return 3
    @property
    def prop(self): return self.v
    def __add__(self, o): return D(self.v + o.v)
    def __eq__(self, o): return self.v == o.v
    def __len__(self): return 4
    def __getitem__(self, i): return i
    def __call__(self, x): return x
def main():
    objects = [A(1), B(2), C(3), D(4)] * 10
    n = 0
    for i in range(8000):
        for o in objects:
            n += o.v + o.get() + o.kind
            o.v = i
    d = D(1)
    for i in range(100000):
        n += d.prop + (d + d).v + (d == d) + len(d) + d[i] + d(i)
    print(n)
main()
