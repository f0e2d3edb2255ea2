# Permutations of small lists: indexing, slicing, reversing.


def fannkuch(n):
    order = list(range(n))
    counts = [0] * n
    most = checksum = 0
    sign = 1
    while True:
        first = order[0]
        if first:
            flips = 0
            work = order[:]
            while first:
                work[:first + 1] = work[first::-1]
                flips += 1
                first = work[0]
            if flips > most:
                most = flips
            checksum += sign * flips
        # the next permutation: rotate ever longer heads
        sign = -sign
        i = 1
        while i < n:
            head = order[0]
            for j in range(i):
                order[j] = order[j + 1]
            order[i] = head
            counts[i] += 1
            if counts[i] <= i:
                break
            counts[i] = 0
            i += 1
        else:
            return checksum, most


print('fannkuch', *fannkuch(9))
