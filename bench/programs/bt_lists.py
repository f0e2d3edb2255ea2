# Binary trees of lists: one that stays, and many that come and go.


def build(depth):
    if depth == 0:
        return [None, None]
    return [build(depth - 1), build(depth - 1)]


def check(tree):
    left, right = tree
    if left is None:
        return 1
    return 1 + check(left) + check(right)


long_lived = build(17)
total = 0
for depth in range(4, 16, 2):
    for _ in range(1 << (16 - depth)):
        total += check(build(depth))
print('bt_lists', total, check(long_lived))
