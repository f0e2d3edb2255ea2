"""What a program leaves behind at its end: the runtime must be able to give all of it back."""
import gc


def test_callbacks_left_behind():
    class Watch:
        def __call__(self, phase, info):
            pass
    watch = Watch()
    watch.itself = watch
    gc.callbacks.append(watch)
    assert watch in gc.callbacks


def test_garbage_left_behind():
    class Node:
        pass
    before = gc.get_debug()
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    node = Node()
    node.itself = node
    del node
    gc.collect()
    gc.set_debug(before)
    assert any(type(kept) is Node for kept in gc.garbage)


def test_frozen_cycle_left_behind():
    class Node:
        pass
    node = Node()
    node.itself = node
    gc.freeze()
    assert gc.get_freeze_count() > 0
