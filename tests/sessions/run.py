#!/usr/bin/env python3.11
"""The command from outside: options, exit statuses, tracebacks, the prompt, the examples.

    tests/sessions/run.py INTERPRETER [-v] [--write]

tracebacks/NAME.py is run, and its stdout and stderr must be NAME.out and NAME.err. prompt/NAME.in
is typed at the prompt (`-i -q`, not a terminal), and stdout and stderr without the prompt signs
must be NAME.out and NAME.err. Addresses are written 0x.. and the folder of the file is left out.
The programs of examples/ must print their NAME.out. --write makes tracebacks/ and prompt/ anew
and works under CPython 3.11 only.
"""
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from harness import Suite  # noqa: E402

EXAMPLES = os.path.join(HERE, '..', '..', 'examples')
# Programs of tracebacks/ that end well, and sessions of prompt/ that do not.
QUIET = 'carets', 'custom_exceptions', 'in_finalizer', 'main_guard'
STATUS = {'exit_status': 7, 'exit_repr': 3, 'exit_text': 1}

suite = Suite('sessions')
run, expect = suite.run, suite.expect


def normal(text, folder):
    text = text.replace(os.path.realpath(folder) + '/', '').replace(folder + '/', '')
    return re.sub(r'0x[0-9a-f]{6,}', '0x..', text)


def without_prompts(text):
    """stderr of the prompt without its signs (sys.ps1 as it is, and as prompts.in sets it)."""
    text = re.sub(r'^((>>> |\.\.\. |\?> )+)', '', text, flags=re.M)
    return text.strip() + '\n' if text.strip() else ''


def read(path):
    try:
        with open(path, encoding='utf-8') as file:
            return file.read()
    except FileNotFoundError:
        return ''


def compare(name, base, status, out, err):
    """With --write the outcome becomes the expectation; else it is compared with it."""
    if '--write' in sys.argv:
        if not suite.is_oracle:
            sys.exit('sessions: --write is for CPython 3.11')
        for path, text in ((base + '.out', out), (base + '.err', err)):
            if text:
                with open(path, 'w', encoding='utf-8') as file:
                    file.write(text)
            elif os.path.exists(path):
                os.remove(path)
    suite.same(name + ': stdout', out, read(base + '.out'))
    suite.same(name + ': stderr', err, read(base + '.err'))
    if name.startswith('tracebacks/'):
        want = 0 if os.path.basename(base) in QUIET else 1
    else:
        want = STATUS.get(os.path.basename(base), 0)
    suite.same(name + ': status', status, want)


def tracebacks():
    folder = os.path.join(HERE, 'tracebacks')
    for name in sorted(os.listdir(folder)):
        if name.endswith('.py'):
            result = run(os.path.join(folder, name), cwd=folder)
            compare('tracebacks/' + name, os.path.join(folder, name[:-3]), result.status,
                    normal(result.out, folder), normal(result.err, folder))


def prompts():
    folder = os.path.join(HERE, 'prompt')
    for name in sorted(os.listdir(folder)):
        if name.endswith('.in'):
            with open(os.path.join(folder, name), 'rb') as typed:
                result = run('-i', '-q', stdin=typed.read())
            compare('prompt/' + name, os.path.join(folder, name[:-3]), result.status,
                    normal(result.out, folder), normal(without_prompts(result.err), folder))
    expect('the exit status of sys.exit at the prompt',
           run('-i', '-q', stdin='import sys\nsys.exit(7)\n'), 7)
    expect('the prompt without a terminal', run('-q', '-i', stdin='1 + 1\n'), 0, '2\n')
    result = run('-i', stdin='')
    suite.check('the prompt greets', result.status == 0 and result.err.strip() != '', result.err)
    result = run('-q', '-i', stdin='1\nif 1:\n  2\n\n')
    suite.same('the signs of the prompt', result.err, '>>> >>> ... ... >>> \n')


def examples():
    # The rows of the heap look at its real layout, which the debug heap of a checked build has not.
    checked = run('-c', 'import sys; sys.gettotalrefcount()').status == 0
    for name in sorted(os.listdir(EXAMPLES)):
        if name.endswith('.py') and not (checked and name.startswith('h0')):
            result = run(name, cwd=EXAMPLES)
            expect('examples/' + name, result, 0, read(os.path.join(EXAMPLES, name[:-3] + '.out')))
    folder = os.path.join(EXAMPLES, 'prompt')
    for name in sorted(os.listdir(folder)):
        if name.endswith('.in'):
            base = os.path.join(folder, name[:-3])
            with open(base + '.in', 'rb') as typed:
                result = run('-i', '-q', stdin=typed.read())
            suite.same(f'examples/prompt/{name}: stdout', result.out, read(base + '.out'))
            suite.same(f'examples/prompt/{name}: stderr', without_prompts(result.err),
                       read(base + '.err'))


def commands():
    expect('-c', run('-c', 'print(1 + 1)'), 0, '2\n', '')
    expect('-c with arguments', run('-c', 'import sys; print(sys.argv)', 'a', '-c', '--x'), 0,
           "['-c', 'a', '-c', '--x']\n")
    expect('-c of several lines', run('-c', 'x = 1\nif x:\n    print(x)\n'), 0, '1\n')
    expect('-c joined to its command', run('-cprint(5)'), 0, '5\n')
    expect('-c fails', run('-c', 'def f():\n  1 / 0\nf()'), 1, '',
           'Traceback (most recent call last):\n  File "<string>", line 3, in <module>\n'
           '  File "<string>", line 2, in f\nZeroDivisionError: division by zero\n')
    expect('-c with a syntax error', run('-c', 'x = = 1'), 1, '',
           '  File "<string>", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n')
    expect('-c and __name__', run('-c', 'print(__name__, __doc__)'), 0, '__main__ None\n')
    expect('-c of nothing', run('-c', ''), 0, '', '')

    path = suite.path('program.py', 'import sys\nprint(__name__, sys.argv[1:])\n')
    expect('a file', run(path, 'a', '-i', '-'), 0, "__main__ ['a', '-i', '-']\n")
    suite.path('helper_module.py', 'value = 42\nprint("helper runs as", __name__)\n')
    path = suite.path('importer.py', 'import helper_module, helper_module\nfrom helper_module '
                      'import value\nprint(value, helper_module.__file__[-16:])\n')
    expect('modules beside the program', run(path, cwd='/'), 0,
           'helper runs as helper_module\n42 helper_module.py\n')

    expect('- reads stdin', run('-', 'a', stdin='import sys\nprint(sys.argv)\n'), 0, "['-', 'a']\n")
    expect('stdin without arguments', run(stdin='print(5)\n'), 0, '5\n', '')
    expect('stdin is a program, not a prompt', run(stdin='1 + 1\nx = 5\n'), 0, '', '')
    expect('stdin without a last line end', run(stdin='print(5)'), 0, '5\n')
    expect('an error on stdin', run(stdin='x = 1\n1 / 0\n'), 1, '',
           'Traceback (most recent call last):\n  File "<stdin>", line 2, in <module>\n'
           'ZeroDivisionError: division by zero\n')
    expect('a syntax error on stdin', run('-', stdin='print(1'), 1, '',
           '  File "<stdin>", line 1\n    print(1\n         ^\n'
           "SyntaxError: '(' was never closed\n")

    os.makedirs(suite.path('package/inner'), exist_ok=True)
    suite.path('package/__init__.py', 'print("package", __name__)\n')
    suite.path('package/__main__.py', 'import sys\nprint("main", __name__, __package__)\n'
               'from . import part\nfrom .inner import deep\nprint(part.name, deep.up)\n')
    suite.path('package/part.py', 'name = __name__\n')
    suite.path('package/inner/__init__.py', '')
    suite.path('package/inner/deep.py', 'from ..part import name as up\n')
    suite.path('module.py', 'import sys\nprint(__name__, sys.argv[1:], __package__ == "")\n')
    expect('-m of a module', run('-m', 'module', 'x', '-m'), 0, "__main__ ['x', '-m'] True\n")
    expect('-m of a package', run('-m', 'package'), 0,
           'package package\nmain __main__ package\npackage.part package.part\n')
    expect('-m of a module in a package', run('-m', 'package.part'), 0, 'package package\n')
    expect('-m of a module that is not there', run('-m', 'no_such'), 1, '',
           last=lambda line: line.endswith(': No module named no_such'))
    expect('a directory with a __main__', run('package'), 1, None,
           last=lambda line: 'ImportError' in line)
    os.makedirs(suite.path('application'), exist_ok=True)
    suite.path('application/__main__.py', 'import beside\nprint(__name__, beside.x)\n')
    suite.path('application/beside.py', 'x = 1\n')
    expect('a directory as the program', run('application'), 0, '__main__ 1\n')

    expect('-i after -c', run('-i', '-q', '-c', 'x = 5', stdin='x + 1\n'), 0, '6\n')
    expect('-i after a file', run('-i', '-q', suite.path('set.py', 'x = 5\n'), stdin='x\n'), 0, '5\n')
    expect('-i after a failure', run('-i', '-q', '-c', 'x = 5\n1 / 0', stdin='x\n'), 0, '5\n')
    expect('-i after sys.exit', run('-i', '-q', '-c', 'import sys; sys.exit(3)', stdin='1 + 1\n'), 0,
           '2\n')

    for option in '-V', '--version':
        result = run(option)
        suite.check(f'{option} tells a version', result.status == 0 and result.err == ''
                    and re.fullmatch(r'\w+ \d+\.\d+.*\n', result.out) is not None, result.out)
    for option in '-h', '--help':
        result = run(option)
        suite.check(f'{option} tells the usage', result.status == 0 and result.err == ''
                    and result.out.startswith('usage: ') and '-c' in result.out, result.out[:80])


def statuses():
    for text, status, err in [
            ('pass', 0, ''), ('sys.exit()', 0, ''), ('sys.exit(None)', 0, ''), ('sys.exit(0)', 0, ''),
            ('sys.exit(5)', 5, ''), ('sys.exit(256)', 0, ''), ('sys.exit(257)', 1, ''),
            ('sys.exit(-1)', 255, ''), ('sys.exit(True)', 1, ''), ('sys.exit(False)', 0, ''),
            ('sys.exit("words")', 1, 'words\n'), ('sys.exit("")', 1, '\n'),
            ('sys.exit((1, 2))', 1, '(1, 2)\n'), ('sys.exit(1.5)', 1, '1.5\n'),
            ('sys.exit([])', 1, '[]\n'), ('raise SystemExit', 0, ''), ('raise SystemExit(4)', 4, ''),
            ('raise SystemExit(1, 2)', 1, '(1, 2)\n'), ('exit(2)', 2, ''), ('quit()', 0, ''),
            ('sys.exit(10 ** 30)', 255, '')]:
        expect(f'the exit status of {text}', run('-c', 'import sys\n' + text), status, '', err)
    expect('finally runs on exit',
           run('-c', 'import sys\ntry: sys.exit(3)\nfinally: print("finally")'), 3, 'finally\n', '')
    expect('an exit can be caught',
           run('-c', 'import sys\ntry: sys.exit(3)\nexcept SystemExit as e: print(e.code)'), 0, '3\n')
    expect('the exit text has its own str', run('-c', '''
class E(SystemExit): pass
raise E("own")'''), 1, '', 'own\n')
    expect('an exception', run('-c', 'raise ValueError("x")'), 1, '', None, 'ValueError: x')
    expect('an unraised KeyboardInterrupt', run('-c', 'raise KeyboardInterrupt'), (-2, 130), '',
           None, 'KeyboardInterrupt')
    expect('output before a failure is written', run('-c', 'print("out", end="")\n1 / 0'), 1, 'out')
    expect('finalizers run at the end', run('-c', '''
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print(self.n, "dies")
a = D("a")
b = D("b"); b.me = b
print("end")'''), 0, 'end\na dies\nb dies\n', '')
    expect('finalizers run after an exception', run('-c', '''
class D:
    def __del__(self): print("dies")
a = D()
1 / 0'''), 1, 'dies\n')
    expect('finalizers run after sys.exit', run('-c', '''
import sys
class D:
    def __del__(self): print("dies")
a = D()
sys.exit(4)'''), 4, 'dies\n')
    expect('stderr and stdout from the program', run('-c', '''
import sys
sys.stdout.write("out\\n")
sys.stderr.write("err\\n")
print("more", file=sys.stderr)'''), 0, 'out\n', 'err\nmore\n')
    expect('input reads lines', run('-c', 'print(input("? ")); print(input())', stdin='a b\nc'), 0,
           '? a b\nc\n', '')
    expect('stdin is iterated', run('-c', 'import sys\nfor line in sys.stdin: print(repr(line))',
                                    stdin='a\nb\r\nc'), 0, "'a\\n'\n'b\\r\\n'\n'c'\n")


def interrupts():
    """SIGINT in a loop: KeyboardInterrupt, and an end by that signal, as CPython's."""
    def interrupted(name, text, times=1, status=(-2, 130), out=None, last='KeyboardInterrupt'):
        process = subprocess.Popen(
            suite.command(['-c', 'import sys\nprint("ready", flush=True)\n' + text]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=suite.environment(), preexec_fn=lambda: signal.signal(signal.SIGINT,
                                                                      signal.default_int_handler))
        process.stdout.readline()
        for _ in range(times):
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
        try:
            got, err = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            suite.check(name, False, 'it did not end')
            return
        lines = err.decode().strip().splitlines() or ['']
        suite.check(name, process.returncode in status and (out is None or got.decode() == out)
                    and (last is None or lines[-1] == last),
                    f'status {process.returncode}, stdout {got!r}, stderr {err[-200:]!r}')
    interrupted('SIGINT in a loop', 'while True: pass')
    interrupted('SIGINT in a call', 'def f():\n  while True: g()\ndef g(): pass\nf()')
    interrupted('SIGINT while asleep', 'import time\ntime.sleep(30)')
    interrupted('SIGINT while reading', 'input()')
    interrupted('SIGINT is caught', 'try:\n  x = 0\n  while True: x += 1\nexcept KeyboardInterrupt: '
                'print("caught")', status=(0,), out='caught\n', last='')
    interrupted('SIGINT runs finally and finalizers',
                'class D:\n  def __del__(self): print("dies")\nd = D()\ntry:\n  x = 0\n  while True: x += 1\n'
                'finally: print("finally")', out='finally\ndies\n')
    interrupted('SIGINT twice', 'try:\n  x = 0\n  while True: x += 1\nexcept KeyboardInterrupt: pass\n'
                'while True: pass', times=2)


def terminal():
    """The prompt at a terminal: editing, history, Ctrl-C while a line is typed and while one runs, Ctrl-D."""
    process, screen = pty.fork()
    if process == 0:
        os.environ['TERM'] = 'xterm'
        os.execv(suite.program, [suite.program, '-q'])

    def until(text):
        seen, end = '', time.time() + 30
        while text not in seen and time.time() < end and select.select([screen], [], [], 30)[0]:
            try:
                seen += os.read(screen, 4096).decode(errors='replace')
            except OSError:
                break
        return seen

    until('>>> ')
    for name, typed, wanted in (
            ('a value', '6 * 7\n', '42'), ('a line that is given up', 'abc\x03', 'KeyboardInterrupt'),
            ('the line before', '\x1b[A\n', '42'), ('a loop', 'while 1: print("runs"); import time; time.sleep(9)\n\n', 'runs\r\n'),
            ('Ctrl-C in a loop', '\x03', 'KeyboardInterrupt'), ('letters of other alphabets', '"\u00e9\u4f60"\n', "'\u00e9\u4f60'"),
            ('the last exception', 'import sys; sys.last_type.__name__\n', "'KeyboardInterrupt'")):
        os.write(screen, typed.encode())
        seen = until(wanted)
        if name != 'a loop' and '>>> ' not in seen[seen.rfind(wanted):]:
            seen += until('>>> ')  # what is typed before the prompt is there is not edited
        suite.check('at a terminal: ' + name, wanted in seen, repr(seen))
    os.write(screen, b'\x04')
    end = time.time() + 30
    while (found := os.waitpid(process, os.WNOHANG))[0] == 0:
        if time.time() > end:
            os.kill(process, signal.SIGKILL)
        if select.select([screen], [], [], 0.1)[0]:
            try:
                os.read(screen, 4096)
            except OSError:
                time.sleep(0.1)
    suite.same('at a terminal: the exit status', os.waitstatus_to_exitcode(found[1]), 0)
    os.close(screen)


for part in commands, statuses, interrupts, tracebacks, prompts, terminal, examples:
    part()
suite.finish()
