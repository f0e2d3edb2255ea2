# copy of bytearray and complex.
import copy


def test_bytearrays_are_copied():
    x = bytearray(b'abc')
    for function in (copy.copy, copy.deepcopy):
        y = function(x)
        assert y == x and y is not x and type(y) is bytearray


def test_complex_numbers_are_their_own_copies():
    x = 1 + 2j
    assert copy.copy(x) is x and copy.deepcopy(x) is x
