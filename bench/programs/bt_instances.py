# Binary trees of instances: one that stays, and many that come and go.


class Tree:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(build(depth - 1), build(depth - 1))


def check(tree):
    if tree.left is None:
        return 1
    return 1 + check(tree.left) + check(tree.right)


long_lived = build(17)
total = 0
for depth in range(4, 16, 2):
    for _ in range(1 << (16 - depth)):
        total += check(build(depth))
print('bt_instances', total, check(long_lived))
