#!/usr/bin/env python3.11
"""Bad input: each case ends in a clear error and the right exit status, never in a fault.

    tests/bad/run.py INTERPRETER [-v] [--all-cuts]

The statuses are CPython's: 2 when a file cannot be opened or an option is unknown, 1 for an
exception, 120 when stdout cannot be flushed at the end. Under CPython the cases that only Ouro
has (memory limits) are left out. --all-cuts runs a process for each cut of whole.py instead of
for every 31st.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'sessions'))
from harness import Suite  # noqa: E402

suite = Suite('bad')


def one_line(result, *parts):
    """stderr is one line which contains the parts."""
    lines = result.err.strip().splitlines()
    return len(lines) == 1 and all(part in lines[0] for part in parts)


def error(name, result, status, *parts):
    """The exit status, and one line of stderr with these parts."""
    wrong = []
    if result.crashed or result.status != status:
        wrong.append(f'status {result.status}, expected {status}')
    if not one_line(result, *parts):
        wrong.append(f'stderr {result.err[-300:]!r}, expected one line with {parts}')
    suite.check(name, not wrong, '; '.join(wrong))


def exception(name, result, last, status=1):
    """An exception that ends the program: its last line."""
    suite.expect(name, result, status, last=last)


def files():
    path = suite.path('missing.py')
    error('a missing file', suite.run('missing.py'), 2,
          f"can't open file '{path}': [Errno 2] No such file or directory")
    os.mkdir(suite.path('folder'))
    error('a directory', suite.run('folder'), 1, "can't find '__main__' module in", 'folder')
    os.symlink('loop', suite.path('loop'))
    error('a link to itself', suite.run('loop'), 2, "can't open file", 'Errno 40')
    error('a name that is too long', suite.run('a' * 300), 2, "can't open file", 'Errno 36')
    error('a file under a file', suite.run('/dev/null/x'), 2, "can't open file", 'Errno 20')
    suite.expect('an empty file', suite.run(suite.path('empty.py', b'')), 0, '', '')
    suite.expect('/dev/null', suite.run('/dev/null'), 0, '', '')
    suite.expect('a file of one comment', suite.run(suite.path('comment.py', b'# x')), 0, '', '')
    suite.expect('blank lines and form feeds',
                 suite.run(suite.path('blank.py', b'\n\n \n\t\n\x0c\nprint(1)\n\x0c')), 0, '1\n')
    suite.expect('a mark at the start and both line ends',
                 suite.run(suite.path('bom.py', b'\xef\xbb\xbfprint(1)\r\nprint(2)')), 0, '1\n2\n')


def encodings():
    binary = bytes(range(256)) * 64
    result = suite.run(suite.path('binary.py', binary))
    exception('a binary file', result,
              lambda line: line.startswith(('SyntaxError: ', 'ValueError: ')))
    with open('/proc/self/exe', 'rb') as file:
        result = suite.run(suite.path('program.py', file.read(100000)))
    exception('a machine program', result,
              lambda line: line.startswith(('SyntaxError: ', 'ValueError: ')))
    path = suite.path('utf8.py', b'x = 1\ny = "\xff\xfe"\n')
    exception('invalid UTF-8', suite.run(path),
              f"SyntaxError: Non-UTF-8 code starting with '\\xff' in file {path} on line 2, but no "
              'encoding declared; see https://peps.python.org/pep-0263/ for details')
    for name, data in (('cut off', b'x = "\xe3\x82'), ('overlong', b'x = "\xc0\x80"\n'),
                       ('surrogate', b'x = "\xed\xa0\x80"\n'), ('too large', b'"\xf5\x80\x80\x80"')):
        exception('invalid UTF-8: ' + name, suite.run(suite.path('utf8.py', data)),
                  lambda line: line.startswith('SyntaxError: '))
    exception('invalid UTF-8 on stdin', suite.run('-', stdin=b'\xff'),
              lambda line: line.startswith('SyntaxError: '))
    exception('an unknown encoding', suite.run(suite.path('coding.py', b'# coding: nonsense\n1\n')),
              lambda line: line.startswith('SyntaxError: encoding problem: nonsense'))
    suite.expect('a null byte', suite.run(suite.path('null.py', b'x = 1\0\n')), (0, 1))
    suite.expect('only null bytes', suite.run(suite.path('null.py', b'\0' * 1000)), (0, 1))


def sources():
    for name, source in (
            ('a line of a megabyte', 'x = 1' + ' + 1' * 250000 + '\n'),
            ('a string of a megabyte', 'x = "' + 'a' * 1000000 + '"\n'),
            ('an open string of a megabyte', 'x = "' + 'a' * 1000000),
            ('a name of a megabyte', 'a' * 1000000 + ' = 1\n'),
            ('a number of a megabyte', 'x = ' + '9' * 1000000 + '\n'),
            ('a hundred thousand brackets', '(' * 100000),
            ('a hundred thousand signs', '-' * 100000 + '1\n'),
            ('a hundred thousand blanks', ' ' * 100000 + 'x\n'),
            ('deep indentation', ''.join(' ' * i + 'if 1:\n' for i in range(500))),
            ('a hundred thousand lines', 'x = 1\n' * 100000),
            ('a line that goes on for ever', 'x = 1 + \\\n' * 10000),
            ('a deep f-string', "f'" + '{' * 1000),
            ('nested f-strings', 'f"{f' * 200),
            ('a hundred thousand commas', 'f(' + 'a,' * 100000 + ')\n'),
            ('many arguments', 'def f(' + ','.join(f'a{i}' for i in range(5000)) + '): pass\n'),
            ('decorators without end', '@a\n' * 100000),
            ('else without end', 'if a: b\n' + 'elif a: b\n' * 20000)):
        result = suite.run(suite.path('source.py', source))
        suite.check(name, not result.crashed and result.status in (0, 1),
                    f'status {result.status} {result.err[-200:]!r}')


def options():
    def usage(name, result, part):
        lines = result.err.splitlines()
        fits = result.status == 2 and lines and part in lines[0] and len(lines) <= 4
        suite.check(name, fits, f'status {result.status} {result.err!r}')
    usage('an unknown option', suite.run('-Z'), '-Z')
    usage('an unknown long option', suite.run('--nonsense'), '--nonsense')
    usage('-c without a command', suite.run('-c'), '-c')
    usage('-m without a module', suite.run('-m'), '-m')
    error('a missing module', suite.run('-m', 'no_such_module'), 1, 'No module named no_such_module')
    error('a missing module in a missing package', suite.run('-m', 'no_such.module'), 1, 'no_such')
    if not suite.is_oracle:
        for size in ('', 'abc', '-5', '1X', '1.5M', '99999999999999999999', '99999999999999G', '0',
                     ' 1M', '1 M', '0x10', 'M', '1MM'):
            result = suite.run('--memory-limit', size, '-c', 'pass')
            usage(f'a memory limit of {size!r}', result, '--memory-limit' if size == '' else size)
        usage('a memory limit without a size', suite.run('--memory-limit'), '--memory-limit')
        error('a memory limit of 1K', suite.run('--memory-limit', '1K', '-c', 'pass'), 1, 'memory')
        for size in '100K', '300K', '500K', '1M':
            result = suite.run('--memory-limit', size, '-c', 'pass')
            suite.check(f'a memory limit of {size}', result.status in (0, 1)
                        and (result.status == 0 or 'emory' in result.err),
                        f'status {result.status} {result.err!r}')
        result = suite.run('--memory-limit', '16M', '-c', 'x = []\nwhile True: x.append([x])')
        exception('a program beyond its limit', result, 'MemoryError')
        result = suite.run('--memory-limit', '16M', '-c',
                           'x = []\ntry:\n  while True: x.append("a" * 1000)\n'
                           'except MemoryError:\n  del x\n  print("went on")')
        suite.expect('a caught MemoryError', result, 0, 'went on\n')
        result = suite.run('--memory-limit', '8M', '-c',
                           'x = []\ntry:\n  while True: x.append(str(len(x)))\n'
                           'except MemoryError:\n  for i in range(9): del x[:len(x) // 2]; del x[::2]\n'
                           '  y = ["b" * 100 for i in range(1000)]\n  print("went on")')
        suite.expect('part of a long list is let go without memory', result, 0, 'went on\n')
        for text in 'x = "a"\nwhile True: x += x', 'x = {}\nwhile True: x[len(x)] = len(x)', \
                'x = 2\nwhile True: x = x * x', 'x = ()\nwhile True: x = (x, x, [x])', \
                'x = set()\nwhile True: x.add(len(x))', 'list(iter(int, 1))', \
                'x = [0] * (1 << 40)', 'x = "%1000000000000d" % 1', 'x = b"a" * (1 << 40)', \
                'def f():\n  yield f()\nx = [f()]\nwhile True: x.append(f())':
            result = suite.run('--memory-limit', '16M', '-c', text)
            exception(f'beyond the limit: {text!r}', result, lambda line: line.startswith(
                ('MemoryError', 'OverflowError', 'ValueError')))


def streams():
    suite.expect('closed stdout', suite.run('-c', 'print(1)', stdout=None, close=1), 0, err='')
    suite.expect('closed stderr', suite.run('-c', '1 / 0', stderr=None, close=2), 1, '')
    suite.expect('closed stdin', suite.run('-c', 'print(1)', close=0), 0, '1\n', '')
    exception('input without stdin', suite.run('-c', 'input()', close=0),
              'RuntimeError: input(): lost sys.stdin')
    suite.expect('a closed stdin as the program', suite.run(close=0), (0, 1))
    with open('/dev/full', 'w') as full:
        result = suite.run('-c', 'print(1)', stdout=full)
        suite.expect('a full device at the end', result, 120,
                     last='OSError: [Errno 28] No space left on device')
        result = suite.run('-c', 'print(1, flush=True)', stdout=full)
        suite.expect('a full device at once', result, (1, 120),
                     last='OSError: [Errno 28] No space left on device')
        result = suite.run('-c', 'print(1)\nimport sys\nsys.exit(3)', stdout=full)
        suite.expect('a full device and an exit status', result, 120)
        result = suite.run('-c', 'print("x" * 1000000)', stdout=full)
        suite.expect('much for a full device', result, (1, 120),
                     last='OSError: [Errno 28] No space left on device')
    reading, writing = os.pipe()
    os.close(reading)
    result = suite.run('-c', 'print(1)', stdout=writing)
    suite.expect('a pipe that nobody reads', result, 120,
                 last='BrokenPipeError: [Errno 32] Broken pipe')
    os.close(writing)
    exception('the end of stdin', suite.run('-c', 'input()'), 'EOFError: EOF when reading a line')


def sizes():
    for text, last in (
            ("'x' * (1 << 62)", 'MemoryError'), ('[0] * (1 << 61)', 'MemoryError'),
            ('[0] * (1 << 60)', 'MemoryError'), ('(0,) * (1 << 61)', 'MemoryError'),
            ("b'x' * (1 << 62)", 'MemoryError'), ("'\\u1234' * (1 << 62)", 'MemoryError'),
            ("('x' * (1 << 20)) * (1 << 43)", lambda line: line.startswith(
                ('MemoryError', 'OverflowError'))),
            ("'x' * (1 << 63)", "OverflowError: cannot fit 'int' into an index-sized integer"),
            ("'x' * (1 << 64)", "OverflowError: cannot fit 'int' into an index-sized integer"),
            ('[0] * (1 << 62)', 'MemoryError'), ('bytes(1 << 62)', 'MemoryError'),
            ("'x'.ljust(1 << 62)", 'MemoryError'), ("'x'.zfill(1 << 62)", 'MemoryError'),
            ("'%*d' % (1 << 62, 1)", lambda line: line.startswith(
                ('MemoryError', 'OverflowError', 'ValueError'))),
            ("format(1, '9' * 30)", 'ValueError: Too many decimal digits in format string'),
            ('1 << (1 << 62)', lambda line: line.startswith(('MemoryError', 'OverflowError'))),
            ('range(1 << 100)[1 << 70]', None),
            ('len(range(1 << 100))', 'OverflowError: Python int too large to convert to C ssize_t'),
            ("'x'.join(['y' * (1 << 20)] * (1 << 50))", 'MemoryError'),
            ("'ab'.replace('', 'x' * (1 << 62))", 'MemoryError'),
            ("'a\\tb'.expandtabs(1 << 62)", lambda line: line.startswith(
                ('MemoryError', 'OverflowError')))):
        result = suite.run('-c', text)
        if last is None:
            suite.expect(f'sizes: {text}', result, 0)
        else:
            exception(f'sizes: {text}', result, last)


def cuts():
    with open(os.path.join(HERE, 'whole.py'), 'rb') as file:
        whole = file.read()
    suite.expect('the whole program', suite.run(suite.path('whole.py', whole)), 0, err='')

    # In one process: every cut is compiled and run.
    driver = '''
import sys
with open(sys.argv[1], 'rb') as file:
    data = file.read()
compiled = refused = 0
for n in range(len(data) + 1):
    try:
        code = compile(data[:n], 'cut', 'exec')
    except (SyntaxError, ValueError):
        refused += 1
    else:
        compiled += 1
        if n % 7 == 0:
            try:
                exec(code, {'__name__': 'cut', 'print': lambda *a: None})
            except Exception:
                pass
print(compiled + refused, compiled > 100, refused > 1000)
'''
    result = suite.run(suite.path('driver.py', driver), suite.path('whole.py'), timeout=300)
    suite.expect('the program cut at each byte, in one process', result, 0,
                 f'{len(whole) + 1} True True\n')

    step = 1 if '--all-cuts' in sys.argv else 31
    wrong = []
    for n in range(1, len(whole), step):
        result = suite.run(suite.path('cut.py', whole[:n]))
        clean = result.status == 0 or result.status == 1 and 'Error' in (
            result.err.strip().splitlines() or [''])[-1]
        if not clean:
            wrong.append((n, result.status, result.err[-80:]))
    suite.check('the program cut, a process for each', not wrong, str(wrong[:3]))


for part in files, encodings, sources, options, streams, sizes, cuts:
    part()
suite.finish()
