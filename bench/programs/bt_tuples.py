# Binary trees of tuples: one that stays, and many that come and go.


def build(depth):
    if depth == 0:
        return (None, None)
    return (build(depth - 1), build(depth - 1))


def check(tree):
    left, right = tree
    if left is None:
        return 1
    return 1 + check(left) + check(right)


long_lived = build(18)
total = 0
for depth in range(4, 17, 2):
    for _ in range(1 << (17 - depth)):
        total += check(build(depth))
print('bt_tuples', total, check(long_lived))
