# Attributes of instances and classes: get and set.


class Point:
    scale = 3

    def __init__(self, x, y):
        self.x = x
        self.y = y
        self.total = 0


class Point3(Point):
    def __init__(self, x, y, z):
        Point.__init__(self, x, y)
        self.z = z


def loop(point, count):
    for _ in range(count):
        point.x = point.y
        point.y = point.x + point.scale
        point.total += point.x - point.y
    return point.total


print('attributes', loop(Point(1, 2), 2500000), loop(Point3(1, 2, 3), 2500000))
