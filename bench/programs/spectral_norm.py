# Float arithmetic through calls and generator sums.


def entry(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    n = range(len(vector))
    return [sum(entry(i, j) * vector[j] for j in n) for i in n]


def transposed(vector):
    n = range(len(vector))
    return [sum(entry(j, i) * vector[j] for j in n) for i in n]


def norm(size):
    u = [1.0] * size
    for _ in range(5):
        v = transposed(times(u))
        u = transposed(times(v))
    above = sum(a * b for a, b in zip(u, v))
    below = sum(b * b for b in v)
    return (above / below) ** 0.5


print('spectral_norm', '%.9f' % norm(400))
