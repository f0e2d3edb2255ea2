# Float arithmetic on five bodies under gravity.


def body(x, y, z, vx, vy, vz, mass):
    return [x, y, z, vx, vy, vz, mass]


def energy(bodies):
    total = 0.0
    for i in range(len(bodies)):
        x, y, z, vx, vy, vz, mass = bodies[i]
        total += 0.5 * mass * (vx * vx + vy * vy + vz * vz)
        for j in range(i + 1, len(bodies)):
            other = bodies[j]
            dx, dy, dz = x - other[0], y - other[1], z - other[2]
            total -= mass * other[6] / (dx * dx + dy * dy + dz * dz) ** 0.5
    return total


def advance(bodies, pairs, step, count):
    for _ in range(count):
        for a, b in pairs:
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            force = step / (dx * dx + dy * dy + dz * dz) ** 1.5
            pull, push = b[6] * force, a[6] * force
            a[3] -= dx * pull
            a[4] -= dy * pull
            a[5] -= dz * pull
            b[3] += dx * push
            b[4] += dy * push
            b[5] += dz * push
        for a in bodies:
            a[0] += step * a[3]
            a[1] += step * a[4]
            a[2] += step * a[5]


bodies = [
    body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0),
    body(5.0, -1.0, -0.1, 0.6, 2.8, -0.02, 0.04),
    body(8.0, 4.0, -0.4, -1.0, 1.8, 0.008, 0.011),
    body(13.0, -15.0, -0.2, 1.1, 0.8, -0.01, 0.0017),
    body(15.0, -26.0, 0.2, 1.0, 0.6, -0.03, 0.002),
]
pairs = [(bodies[i], bodies[j]) for i in range(5) for j in range(i + 1, 5)]
advance(bodies, pairs, 0.01, 120000)
print('nbody', round(energy(bodies), 9))
