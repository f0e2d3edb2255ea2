# Raising and catching, in one frame and through several.


class Mine(Exception):
    pass


def deep(n):
    if n == 0:
        raise Mine('deep')
    return deep(n - 1)


def run(count):
    caught = 0
    table = {}
    for i in range(count):
        try:
            if i & 1:
                raise ValueError(i)
            table['missing']
        except (ValueError, KeyError):
            caught += 1
        try:
            deep(4)
        except Mine:
            caught += 1
        finally:
            caught += 1
    return caught


print('exceptions', run(400000))
