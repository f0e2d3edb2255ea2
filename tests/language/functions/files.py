# open(): text and binary files.
import sys

PATH = '/tmp/ouro-language-test-%d' % id(object())


class File:
    """A file made for a test, emptied afterwards (there is no os module to delete it with)."""

    def __init__(self, data=b''):
        self.data = data

    def __enter__(self):
        with open(PATH, 'wb') as f:
            f.write(self.data)
        return PATH

    def __exit__(self, *args):
        with open(PATH, 'wb'):
            pass


def raises(kind, text, f, *args):
    try:
        f(*args)
    except kind as e:
        assert str(e) == text, str(e)
    else:
        assert False, text


def test_write_and_read_text():
    with File() as path:
        with open(path, 'w', encoding='utf-8') as f:
            assert f.write('가나\n') == 3 and f.write('') == 0
            f.writelines(['a\n', 'b'])
        with open(path, encoding='utf-8') as f:
            assert f.read() == '가나\na\nb' and f.read() == ''


def test_read_lines():
    with File(b'one\ntwo\r\nthree\rfour') as path:
        with open(path) as f:
            assert f.readline() == 'one\n' and f.readline() == 'two\n' and f.readline() == 'three\n'
            assert f.readline() == 'four' and f.readline() == ''
        with open(path) as f:
            assert f.readlines() == ['one\n', 'two\n', 'three\n', 'four']
        with open(path) as f:
            assert list(f) == ['one\n', 'two\n', 'three\n', 'four']
        with open(path, newline='') as f:
            assert list(f) == ['one\n', 'two\r\n', 'three\r', 'four']
        with open(path, newline='\n') as f:
            assert list(f) == ['one\n', 'two\r\n', 'three\rfour']
        with open(path) as f:
            assert f.read(2) == 'on' and f.readline(1) == 'e' and f.readline() == '\n'
            assert next(f) == 'two\n'


def test_newlines_when_writing():
    with File() as path:
        with open(path, 'w', newline='\r\n') as f:
            f.write('a\nb')
        with open(path, 'rb') as f:
            assert f.read() == b'a\r\nb'


def test_binary():
    with File(bytes(range(256))) as path:
        with open(path, 'rb') as f:
            assert f.read(3) == b'\0\1\2' and f.tell() == 3
            assert f.seek(10) == 10 and f.read(1) == b'\n' and f.seek(-1, 2) == 255
            assert f.read() == b'\xff' and f.read() == b'' and f.seek(0) == 0
            assert f.readline() == bytes(range(11)) and len(f.readlines()) == 1
        with open(path, 'rb') as f:
            assert sum(len(line) for line in f) == 256
        with open(path, 'wb') as f:
            assert f.write(b'abc') == 3
            raises(TypeError, "a bytes-like object is required, not 'str'", f.write, 'x')


def test_append_and_update():
    with File(b'abc') as path:
        with open(path, 'a') as f:
            f.write('def')
        with open(path, 'r+') as f:
            assert f.read(2) == 'ab'
            f.seek(0)
            f.write('X')
            f.seek(0)
            assert f.read() == 'Xbcdef'
        with open(path, 'w+') as f:
            f.write('new')
            f.seek(0)
            assert f.read() == 'new'


def test_exclusive_creation():
    with File() as path:
        raises(FileExistsError, "[Errno 17] File exists: '%s'" % path, open, path, 'x')


def test_a_closed_file():
    with File(b'x') as path:
        f = open(path)
        assert not f.closed
        f.close()
        f.close()
        assert f.closed
        for call in f.read, f.readline, lambda: next(f), lambda: f.write('x'), f.flush:
            raises(ValueError, 'I/O operation on closed file.', call)
        b = open(path, 'rb')
        b.close()
        raises(ValueError, 'read of closed file', b.read)


def test_a_with_block_closes():
    with File(b'x') as path:
        with open(path) as f:
            data = f.read()
        assert f.closed and data == 'x'
        try:
            with open(path) as g:
                raise KeyError
        except KeyError:
            pass
        assert g.closed


def test_attributes():
    with File(b'x') as path:
        with open(path, encoding='utf-8') as f:
            assert f.name == path and f.mode == 'r' and f.encoding == 'utf-8' and f.errors == 'strict'
            assert f.readable() and not f.writable() and f.seekable() and not f.isatty()
            assert f.fileno() > 2
            assert repr(f) == "<_io.TextIOWrapper name=%r mode='r' encoding='utf-8'>" % path
        with open(path, 'rb') as f:
            assert f.mode == 'rb' and f.name == path and repr(f) == "<_io.BufferedReader name=%r>" % path
        with open(path, 'wb') as f:
            assert repr(f) == "<_io.BufferedWriter name=%r>" % path and f.writable() and not f.readable()


def test_the_wrong_direction():
    with File(b'x') as path:
        with open(path) as f:
            try:
                f.write('x')
            except OSError as e:
                assert str(e) == 'not writable'
            else:
                assert False
        with open(path, 'w') as f:
            try:
                f.read()
            except OSError as e:
                assert str(e) == 'not readable'
            else:
                assert False
            raises(TypeError, "write() argument must be str, not int", f.write, 5)


def test_bad_text():
    with File(b'ab\xff\xfecd') as path:
        with open(path, encoding='utf-8') as f:
            raises(UnicodeDecodeError, "'utf-8' codec can't decode byte 0xff in position 2: invalid "
                   'start byte', f.read)
        with open(path, encoding='utf-8', errors='replace') as f:
            assert f.read() == 'ab\ufffd\ufffdcd'
        with open(path, encoding='latin-1') as f:
            assert f.read() == 'ab\xff\xfecd'
        with open(path, 'w', encoding='ascii') as f:
            raises(UnicodeEncodeError, "'ascii' codec can't encode character '\\xe9' in position 0: "
                   'ordinal not in range(128)', f.write, 'é')


def test_a_mark_at_the_start():
    with File(b'\xef\xbb\xbfabc') as path:
        with open(path, encoding='utf-8') as f:
            assert f.read() == '\ufeffabc'
        with open(path, encoding='utf-8-sig') as f:
            assert f.read() == 'abc'


def test_large_files():
    with File() as path:
        text = 'line of text 가\n' * 20000
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        with open(path, encoding='utf-8') as f:
            assert f.read() == text
        with open(path, encoding='utf-8') as f:
            assert sum(1 for _ in f) == 20000
        with open(path, encoding='utf-8') as f:
            parts = []
            while True:
                part = f.read(1000)
                if not part:
                    break
                parts.append(part)
        assert ''.join(parts) == text


def test_what_is_written_is_there_after_flush():
    with File() as path:
        f = open(path, 'w')
        f.write('held')
        f.flush()
        with open(path) as g:
            assert g.read() == 'held'
        f.close()


def test_a_file_that_dies_is_flushed():
    with File() as path:
        f = open(path, 'w')
        f.write('written at death')
        del f
        with open(path) as g:
            assert g.read() == 'written at death'


def test_missing_files():
    raises(FileNotFoundError, "[Errno 2] No such file or directory: '/no/such'", open, '/no/such')
    raises(IsADirectoryError, "[Errno 21] Is a directory: '/'", open, '/')
    try:
        open('/no/such')
    except OSError as e:
        assert e.errno == 2 and e.filename == '/no/such' and e.strerror == 'No such file or directory'


def test_files_of_proc():
    with open('/proc/self/statm') as f:
        assert len(f.read().split()) == 7
    with open('/proc/self/stat', 'rb') as f:
        assert b'(' in f.read()


def test_standard_streams():
    assert sys.stdout.writable() and sys.stderr.fileno() == 2 and sys.stdin.name == '<stdin>'
    assert sys.__stdout__.name == '<stdout>' and sys.stdout.encoding.lower().replace('-', '') == 'utf8'
