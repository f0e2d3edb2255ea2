"""What the drivers of tests/sessions and tests/bad share: run a command, compare, count."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile

TIMEOUT = 60


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    @property
    def crashed(self):
        """Ended by a signal that no test sends (SIGINT and SIGPIPE are none)."""
        return self.status < 0 and -self.status not in (signal.SIGINT, signal.SIGPIPE)


class Suite:
    """Counts passed and failed checks of one interpreter."""

    def __init__(self, title):
        if len(sys.argv) < 2:
            sys.exit(f'usage: {title} INTERPRETER')
        found = shutil.which(sys.argv[1])
        if found is None:
            sys.exit(f'{title}: no such interpreter: {sys.argv[1]}')
        self.program = os.path.abspath(found)
        self.verbose = '-v' in sys.argv[2:]
        self.title = title
        self.passed = self.failed = 0
        self.folder = tempfile.mkdtemp(prefix='ouro-test-')
        # `python3.11 run.py python3.11` checks the tests themselves: what only Ouro has is left out.
        probe = self.run('-c', 'import sys; print(sys.implementation.name)')
        self.is_oracle = probe.out.strip() == 'cpython'

    def path(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, 'wb') as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def command(self, arguments):
        return [self.program, *arguments]

    @staticmethod
    def environment(more=None):
        environment = {'PATH': os.environ.get('PATH', ''), 'LANG': 'C.UTF-8', 'HOME': '/nonexistent',
                       'PYTHONDONTWRITEBYTECODE': '1'}
        for name, value in os.environ.items():
            if name.startswith(('ASAN_', 'UBSAN_', 'LSAN_', 'OURO_')):
                environment[name] = value
        environment.update(more or {})
        return environment

    def run(self, *arguments, stdin=b'', stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=None,
            timeout=TIMEOUT, close=None, env=None):
        """Runs the interpreter; `close` is a descriptor that is closed in the child."""
        if isinstance(stdin, str):
            stdin = stdin.encode()
        before = (lambda: os.close(close)) if close is not None else None
        process = subprocess.Popen(
            self.command(arguments), stdin=subprocess.PIPE if close != 0 else None, stdout=stdout,
            stderr=stderr, cwd=cwd or self.folder, env=self.environment(env), preexec_fn=before)
        try:
            out, err = process.communicate(stdin if close != 0 else None, timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Result(-signal.SIGKILL, '', 'it did not end in time')
        return Result(process.returncode, (out or b'').decode(errors='replace'),
                      (err or b'').decode(errors='replace'))

    def check(self, name, fits, why=''):
        if fits:
            self.passed += 1
            if self.verbose:
                print('ok  ', name)
        else:
            self.failed += 1
            print('FAIL', name + (': ' + why if why else ''))
        return fits

    def same(self, name, got, want):
        return self.check(name, got == want, f'got {got!r}, expected {want!r}')

    def expect(self, name, result, status, out=None, err=None, last=None):
        """One check: exit status(es), whole stdout, whole stderr or its last line."""
        wrong = []
        if result.crashed:
            wrong.append(f'ended by signal {-result.status}')
        statuses = status if isinstance(status, tuple) else (status,)
        if result.status not in statuses:
            wrong.append(f'status {result.status}, expected {status}')
        if out is not None and result.out != out:
            wrong.append(f'stdout {result.out!r}, expected {out!r}')
        if err is not None and result.err != err:
            wrong.append(f'stderr {result.err!r}, expected {err!r}')
        if last is not None:
            lines = result.err.strip().splitlines() or ['']
            if not (last(lines[-1]) if callable(last) else lines[-1] == last):
                wrong.append(f'the last line of stderr is {lines[-1]!r}'
                             + ('' if callable(last) else f', expected {last!r}'))
        if wrong and last is None and err is None:
            wrong.append(f'stderr {result.err[-300:]!r}')
        return self.check(name, not wrong, '; '.join(wrong))

    def finish(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        print(f'{self.title}: {self.passed} passed, {self.failed} failed')
        sys.exit(1 if self.failed else 0)
