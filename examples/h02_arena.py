# H2 (S1, S3): an arena that is wholly free goes back to the system.
def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4096


before = resident()
many = [(i, i) for i in range(400000)]
full = resident()
print('taken:', full - before > 20 << 20)
del many
print('given back:', (full - resident()) / (full - before) > 0.8)
