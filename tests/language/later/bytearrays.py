# bytearray and memoryview.


def agree(table):
    """Each line is EXPRESSION  ->  RESULT, as tools/agree.py wrote it with CPython 3.11."""
    wrong = []
    for line in table.strip().splitlines():
        source, _, want = line.strip().partition('  ->  ')
        try:
            got = repr(eval(source, globals()))
        except Exception as error:
            got = type(error).__name__ + ': ' + str(error)
        got = got.replace('\n', '\\n').rstrip()
        if got != want:
            wrong.append(source + ' gives ' + got + ' instead of ' + want)
    assert not wrong, '; '.join(wrong)


def do(statement):
    names = {'b': bytearray(b'abc')}
    exec(statement, names)
    return names['b']


def test_bytearrays():
    agree(r'''
        bytearray(), bytearray(3), bytearray(b'ab'), bytearray('é', 'utf-8'), bytearray([1, 2])  ->  (bytearray(b''), bytearray(b'\x00\x00\x00'), bytearray(b'ab'), bytearray(b'\xc3\xa9'), bytearray(b'\x01\x02'))
        do('b[0] = 120'), do('b.append(100)'), do('b.extend(b"xy")'), do('b[1:2] = b"123"'), do('del b[0]'), do('b += b"z"'), do('b *= 2'), do('b.insert(0, 65)'), do('b.reverse()'), do('b.clear()'), do('b.remove(98)')  ->  (bytearray(b'xbc'), bytearray(b'abcd'), bytearray(b'abcxy'), bytearray(b'a123c'), bytearray(b'bc'), bytearray(b'abcz'), bytearray(b'abcabc'), bytearray(b'Aabc'), bytearray(b'cba'), bytearray(b''), bytearray(b'ac'))
        do('b[0] = 256')  ->  ValueError: byte must be in range(0, 256)
        do('b[5] = 1')  ->  IndexError: bytearray index out of range
        do('b.append("a")')  ->  TypeError: 'str' object cannot be interpreted as an integer
        bytearray(b'abc').pop(), bytearray(b'abc').upper(), bytearray(b'abc')[1:], bytearray(b'a') == b'a', bytearray(b'abc').find(b'c'), bytes(bytearray(b'x')), len(bytearray(5))  ->  (99, bytearray(b'ABC'), bytearray(b'bc'), True, 2, b'x', 5)
        hash(bytearray())  ->  TypeError: unhashable type: 'bytearray'
    ''')


def test_memoryviews():
    agree(r'''
        memoryview(b'abc')[1], bytes(memoryview(b'abc')[1:]), len(memoryview(b'abc')), memoryview(b'abc').tolist(), memoryview(b'abc').readonly, memoryview(b'ab') == b'ab', memoryview(b'abc').hex()  ->  (98, b'bc', 3, [97, 98, 99], True, True, '616263')
        memoryview('a')  ->  TypeError: memoryview: a bytes-like object is required, not 'str'
        memoryview(b'a').__setitem__(0, 1)  ->  TypeError: cannot modify read-only memory
    ''')


def test_a_view_changes_its_object_and_pins_it():
    b = bytearray(b'abc')
    with memoryview(b) as m:
        m[0] = 120
        try:
            b.append(1)
        except BufferError as e:
            assert str(e) == 'Existing exports of data: object cannot be re-sized'
        else:
            assert False
    b.append(1)
    assert b == b'xbc\x01'
