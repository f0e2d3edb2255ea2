#!/usr/bin/env python3.11
"""The whole allocation-failure sweep: ./dev sweep [--whole] [--step N] [--minutes N] [FILE...]

Every example, and every function of the language tests as a program of its own, is run by test_sweep_tool
(tests/unit/sweep_tool.c), which fails each chosen request for memory once and from then on. Prints each failure with the
call that shows it again, and at the end the number of points.
"""
import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.path.join(os.environ.get('OURO_BUILD', os.path.join('build', 'checked')), 'unit', 'test_sweep_tool')


def programs(files):
    """Argument lists: an example, or the runner with one test function."""
    runner = os.path.join('tests', 'language', 'run.py')
    if not files:
        files = sorted(glob.glob('examples/*.py')) + sorted(
            name for name in glob.glob('tests/language/**/*.py', recursive=True)
            if not name.endswith('/run.py') and '/later/' not in name)
    for file in files:
        if not file.startswith('tests/language'):
            yield [file]
            continue
        with open(file, encoding='utf-8') as stream:
            text = stream.read()
        heavy = re.search(r'^HEAVY = (.*?)^\)', text, re.M | re.S)
        for name in re.findall(r'^def (test_\w+)\(\)', text, re.M):
            if heavy is None or name not in heavy.group(1):
                yield [runner, '--only', name, file]


def sweep(arguments, step, deadline):
    left = int(deadline - time.time())
    if left <= 0:
        return arguments, None, ''
    start = ['--start'] if arguments == ['examples/o08_del.py'] else []
    done = subprocess.run([TOOL, '--step', str(step), '--seconds', str(left)] + start + arguments, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    text = done.stdout.decode('utf-8', 'replace')
    found = re.findall(r'(\d+) points, (\d+) failures', text)
    return arguments, tuple(map(int, found[-1])) if found else (0, 1), text


def main(arguments):
    os.chdir(ROOT)
    step, minutes, files = 1, 600, []
    while arguments:
        word = arguments.pop(0)
        if word == '--step':
            step = int(arguments.pop(0))
        elif word == '--minutes':
            minutes = int(arguments.pop(0))
        elif word != '--whole':
            files.append(word)
    deadline = time.time() + 60 * minutes
    points = failures = skipped = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for future in concurrent.futures.as_completed(
                [pool.submit(sweep, row, step, deadline) for row in programs(files)]):
            row, counts, text = future.result()
            if counts is None:
                skipped += 1
                continue
            points += counts[0]
            failures += counts[1]
            if counts[1]:
                print('--- ' + ' '.join(row))
                print(text.rstrip()[-3000:], flush=True)
            elif sys.stderr.isatty():
                sys.stderr.write('\r%d points, %d failures ' % (points, failures))
    if skipped:
        print('%d programs were not reached in %d minutes' % (skipped, minutes))
    print('%d points, %d failures' % (points, failures))
    print('%d passed, %d failed' % (points - failures, failures))
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
