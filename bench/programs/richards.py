# A small operating system of tasks that send packets: classes, attributes, method calls.

IDLE, WORKER, HANDLER_A, HANDLER_B, DEVICE_A, DEVICE_B = range(6)
WORK, FROM_DEVICE = 0, 1


class Packet:
    def __init__(self, link, target, kind):
        self.link = link
        self.target = target
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4


def append(packet, queue):
    packet.link = None
    if queue is None:
        return packet
    last = queue
    while last.link is not None:
        last = last.link
    last.link = packet
    return queue


class Task:
    def __init__(self, system, number, priority, queue):
        self.system = system
        self.number = number
        self.priority = priority
        self.queue = queue
        self.waiting = queue is None
        self.held = False

    def ready(self):
        return not self.held and not (self.waiting and self.queue is None)

    def turn(self):
        packet = None
        if self.waiting and self.queue is not None:
            packet = self.queue
            self.queue = packet.link
            self.waiting = False
        return self.run(packet)

    def give(self, packet, sender):
        self.queue = append(packet, self.queue)
        return self if self.priority > sender.priority else sender


class Idle(Task):
    def __init__(self, system):
        Task.__init__(self, system, IDLE, 0, None)
        self.waiting = False
        self.control = 1
        self.left = 10000

    def run(self, packet):
        self.left -= 1
        if self.left == 0:
            return self.system.hold(self)
        if self.control & 1 == 0:
            self.control //= 2
            return self.system.release(DEVICE_A)
        self.control = self.control // 2 ^ 0xD008
        return self.system.release(DEVICE_B)


class Worker(Task):
    def __init__(self, system, queue):
        Task.__init__(self, system, WORKER, 1000, queue)
        self.target = HANDLER_A
        self.letter = 0

    def run(self, packet):
        if packet is None:
            return self.system.wait(self)
        self.target = HANDLER_B if self.target == HANDLER_A else HANDLER_A
        packet.target = self.target
        packet.datum = 0
        for i in range(4):
            self.letter = self.letter % 26 + 1
            packet.data[i] = 64 + self.letter
        return self.system.send(packet, self)


class Handler(Task):
    def __init__(self, system, number, priority, queue):
        Task.__init__(self, system, number, priority, queue)
        self.work = None
        self.devices = None

    def run(self, packet):
        if packet is not None:
            if packet.kind == WORK:
                self.work = append(packet, self.work)
            else:
                self.devices = append(packet, self.devices)
        work = self.work
        if work is None:
            return self.system.wait(self)
        if work.datum >= 4:
            self.work = work.link
            return self.system.send(work, self)
        device = self.devices
        if device is None:
            return self.system.wait(self)
        self.devices = device.link
        device.datum = work.data[work.datum]
        work.datum += 1
        return self.system.send(device, self)


class Device(Task):
    def __init__(self, system, number, priority):
        Task.__init__(self, system, number, priority, None)
        self.pending = None

    def run(self, packet):
        if packet is None:
            packet = self.pending
            if packet is None:
                return self.system.wait(self)
            self.pending = None
            return self.system.send(packet, self)
        self.pending = packet
        return self.system.hold(self)


class System:
    def __init__(self):
        self.tasks = [None] * 6
        self.sent = 0
        self.holds = 0
        self.order = []

    def add(self, task):
        self.tasks[task.number] = task
        self.order.append(task)
        self.order.sort(key=lambda each: -each.priority)

    def hold(self, task):
        self.holds += 1
        task.held = True
        return None

    def release(self, number):
        self.tasks[number].held = False
        return None

    def wait(self, task):
        task.waiting = True
        return None

    def send(self, packet, sender):
        self.sent += 1
        receiver = self.tasks[packet.target]
        packet.target = sender.number
        return receiver.give(packet, sender)

    def run(self):
        while True:
            task = None
            for each in self.order:
                if each.ready():
                    task = each
                    break
            if task is None:
                return
            while task is not None and task.ready():
                task = task.turn()


def main():
    system = System()
    system.add(Idle(system))
    queue = Packet(None, WORKER, WORK)
    queue = Packet(queue, WORKER, WORK)
    system.add(Worker(system, queue))
    queue = None
    for _ in range(3):
        queue = Packet(queue, DEVICE_A, FROM_DEVICE)
    system.add(Handler(system, HANDLER_A, 2000, queue))
    queue = None
    for _ in range(3):
        queue = Packet(queue, DEVICE_B, FROM_DEVICE)
    system.add(Handler(system, HANDLER_B, 3000, queue))
    system.add(Device(system, DEVICE_A, 4000))
    system.add(Device(system, DEVICE_B, 5000))
    system.run()
    return system.sent, system.holds


for _ in range(12):
    result = main()
print('richards', *result)
