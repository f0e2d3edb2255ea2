#!/usr/bin/env python3.11
"""Everything that ./dev test runs, after it has built the three variants.

    tests/run.py [--only NAME,...] [-v]

Suites: unit, language, stress (collect at every allocation), examples, hosts (examples/embed), sessions, bad,
symbols, sweep; and, only by itself, oracle (the language tests under Debian's CPython 3.11).
Each is run in the builds it is meant for: release, checked (debug heap, reference totals, leaks found at
close) and asan (address and undefined-behaviour sanitizers). The last line is `N passed, N failed`.
"""
import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
BUILDS = ('release', 'checked', 'asan')
WORKERS = os.cpu_count() or 2
SWEEP_SECONDS = 150


def path(*parts):
    return os.path.join(ROOT, *parts)


def command(build):
    return '/usr/bin/python3.11' if build == 'oracle' else path('build', build, 'ouro')


def execute(arguments, seconds, environment=None, cwd=ROOT, errors=subprocess.STDOUT):
    """(exit status, output); a status of -1 for a run that took too long."""
    try:
        done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL,
                              timeout=seconds, env=dict(os.environ, **(environment or {})), cwd=cwd)
    except subprocess.TimeoutExpired as error:
        return -1, (error.stdout or b'').decode('utf-8', 'replace') + '\n(took more than %d seconds)' % seconds
    return done.returncode, done.stdout.decode('utf-8', 'replace')


class Results:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, name, passed, failed, skipped=0, text=''):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        if failed:
            print('--- ' + name)
            print(text.rstrip()[-6000:], flush=True)


def counted(text):
    """The numbers of a closing line `N passed, N failed[, N skipped]`, or None."""
    found = re.findall(r'(\d+) passed, (\d+) failed(?:, (\d+) skipped)?', text)
    if not found:
        return None
    passed, failed, skipped = found[-1]
    return int(passed), int(failed), int(skipped or 0)


def judge(name, status, text):
    """Counts of a run that prints a closing line; a bad end is one more failure."""
    numbers = counted(text)
    if numbers is None:
        return name, 0, 1, 0, text + '\n(exit status %d, no closing line)' % status
    passed, failed, skipped = numbers
    if status != 0 and failed == 0:
        failed, text = 1, text + '\n(exit status %d)' % status
    return name, passed, failed, skipped, text


def language_files():
    return sorted(name for name in glob.glob(path('tests', 'language', '**', '*.py'), recursive=True)
                  if os.path.basename(name) != 'run.py' and '/later/' not in name)


def unit_task(build, program):
    status, text = execute([program], 300, {'ASAN_OPTIONS': 'detect_leaks=1'})
    passed = len(re.findall(r'^\[\s+OK \]', text, re.M))
    failed = len(re.findall(r'^\[  FAILED  \] [^0-9 ]', text, re.M)) // 2
    skipped = len(re.findall(r'^\[  SKIPPED \] [^0-9 ]', text, re.M)) // 2
    if status != 0 and failed == 0:
        failed = 1
    return 'unit ' + build + ' ' + os.path.basename(program), passed, failed, skipped, text


def language_task(build, file, stress=False):
    runner = os.path.relpath(path('tests', 'language', 'run.py'), ROOT)
    options = ['--light'] if stress else []
    environment = {'OURO_COLLECT_ALWAYS': '1'} if stress else {}
    status, text = execute([command(build), runner] + options + [os.path.relpath(file, ROOT)], 300, environment)
    return judge(('stress ' if stress else 'language ') + build + ' ' + os.path.basename(file), status, text)


def example_task(build, file):
    expected = file[:-3] + '.out'
    status, text = execute([command(build), file], 120, errors=subprocess.DEVNULL)
    with open(expected, encoding='utf-8') as stream:
        good = status == 0 and text == stream.read()
    return 'example ' + build + ' ' + os.path.basename(file), int(good), int(not good), 0, text + '\n(exit status %d)' % status


def driver_task(build, folder):
    status, text = execute(['python3.11', path('tests', folder, 'run.py'), command(build)], 600)
    return judge(folder + ' ' + build, status, text)


def symbols_task():
    """No writable object in the library, and no name of its own that a host's could clash with."""
    library = path('build', 'release', 'libouro.a')
    status, text = execute(['nm', library], 60)
    seen = [line for line in text.splitlines() if re.search(r' [A-TV-Z] (?!ouro_)', line)]
    _, sections = execute(['objdump', '-t', library], 60)
    bad = [line for line in sections.splitlines()
           if re.search(r' O \.(data|bss|tdata|tbss)(?!\.rel\.ro)', line)]
    bad += ['visible to hosts: ' + line for line in seen]
    return 'symbols', int(not bad and status == 0), int(bool(bad) or status != 0), 0, '\n'.join(bad)


def host_task(build, source):
    """A program of examples/embed: what it prints, and that docs/embedding.md shows it as it is."""
    name = os.path.basename(source)[:-2]
    status, text = execute([path('build', build, 'hosts', 'host_' + name)], 60, errors=subprocess.DEVNULL)
    with open(source[:-2] + '.out', encoding='utf-8') as stream:
        good = status == 0 and text == stream.read()
    with open(source, encoding='utf-8') as stream, open(path('docs', 'embedding.md'), encoding='utf-8') as page:
        if '```c\n' + stream.read() + '```\n' not in page.read():
            good, text = False, text + '\n(docs/embedding.md shows another text of %s)' % name
    return 'host ' + build + ' ' + name, int(good), int(not good), 0, text + '\n(exit status %d)' % status


def sweep_tasks():
    """A slice of the allocation-failure sweep whose offset moves from commit to commit."""
    status, text = execute(['git', 'rev-parse', 'HEAD'], 20)
    offset = int(text[:8], 16) if status == 0 else int(time.time())
    tool = path('build', 'checked', 'unit', 'test_sweep_tool')
    programs = sorted(glob.glob(path('examples', '*.py')))
    seconds = str(max(4, SWEEP_SECONDS * WORKERS // max(1, len(programs))))

    def task(program):
        arguments = [tool, '--step', '53', '--offset', str(offset), '--seconds', seconds]
        if program.endswith('o08_del.py'):
            arguments.append('--start')
        status, text = execute(arguments + [program], 300)
        found = re.findall(r'(\d+) points, (\d+) failures', text)
        name = 'sweep ' + os.path.basename(program)
        if not found:
            return name, 0, 1, 0, text + '\n(exit status %d)' % status
        points, failures = map(int, found[-1])
        return name, points - failures, failures, 0, text

    return [lambda program=program: task(program) for program in programs]


def tasks(only):
    """Pairs (suite, function); each function returns name, passed, failed, skipped, text."""
    rows = []
    if only == ['oracle']:  # CPython judges the language tests
        return [('oracle', lambda file=file: language_task('oracle', file)) for file in language_files()]

    def add(suite, function, *arguments):
        if not only or suite in only:
            rows.append((suite, lambda: function(*arguments)))

    examples = sorted(file for file in glob.glob(path('examples', '*.py')))
    for build in BUILDS:
        for program in sorted(glob.glob(path('build', build, 'unit', 'test_*'))):
            if not program.endswith('_tool'):
                add('unit', unit_task, build, program)
        for file in language_files():
            add('language', language_task, build, file)
        for file in examples:  # the rows of the heap look at its real layout, which a debug heap has not
            if build == 'release' or not os.path.basename(file).startswith('h0'):
                add('examples', example_task, build, file)
        for source in sorted(glob.glob(path('examples', 'embed', '*.c'))):
            add('hosts', host_task, build, source)
    for file in language_files():
        add('stress', language_task, 'checked', file, True)
    for build in ('release', 'checked'):
        add('sessions', driver_task, build, 'sessions')
    add('bad', driver_task, 'release', 'bad')
    add('symbols', symbols_task)
    if not only or 'sweep' in only:
        rows += [('sweep', function) for function in sweep_tasks()]
    return rows


def main(arguments):
    only = []
    verbose = '-v' in arguments
    if '--only' in arguments:
        only = arguments[arguments.index('--only') + 1].split(',')
    results = Results()
    by_suite = {}
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        rows = tasks(only)
        futures = {pool.submit(function): suite for suite, function in rows}
        for number, future in enumerate(concurrent.futures.as_completed(futures), 1):
            name, passed, failed, skipped, text = future.result()
            results.add(name, passed, failed, skipped, text)
            suite = by_suite.setdefault(futures[future], [0, 0, 0])
            for i, count in enumerate((passed, failed, skipped)):
                suite[i] += count
            if verbose or sys.stderr.isatty():
                sys.stderr.write('\r%d of %d: %-70.70s' % (number, len(rows), name))
    if sys.stderr.isatty():
        sys.stderr.write('\n')
    for suite, (passed, failed, skipped) in by_suite.items():
        print('%-10s %6d passed %4d failed %4d skipped' % (suite, passed, failed, skipped))
    closing = '%d passed, %d failed' % (results.passed, results.failed)
    if results.skipped:
        closing += ', %d skipped' % results.skipped
    print(closing)
    return 1 if results.failed or not results.passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
