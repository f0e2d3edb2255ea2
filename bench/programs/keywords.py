# Calls with keywords, defaults, *args and **kwargs.


def plain(a, b=2, *, c=3, d=4):
    return a + b + c + d


def star(*args, **kwargs):
    return len(args) + len(kwargs)


def forward(*args, **kwargs):
    return plain(*args, **kwargs)


total = 0
for i in range(500000):
    total += plain(i, b=1) + plain(a=i, d=2, c=1) + star(i, x=1, y=2) + forward(i, c=5)
print('keywords', total)
