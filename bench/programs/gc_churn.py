# Cyclic garbage: rings of objects that only the collector can free.


class Node:
    def __init__(self, number):
        self.number = number
        self.next = None


def ring(size):
    first = last = Node(0)
    for number in range(1, size):
        node = Node(number)
        last.next = node
        last = node
    last.next = first
    return first


kept = [ring(10) for _ in range(3000)]
total = 0
for i in range(300000):
    total += ring(5).next.number
    if i % 100 == 0:
        kept[i // 100] = ring(10)
print('gc_churn', total, len(kept))
