#!/usr/bin/env python3.11
"""Measures interpreters against each other: bench/run.py [options] [OTHER...]

Each program of bench/programs/ runs under the reference (CPython 3.11), under Ouro and under
each other interpreter named, in turn (A B A B ...), several times; the medians are compared. A ratio below
1 means that the interpreter needs less than the reference. Peak memory is the largest resident
set that the system saw (ru_maxrss). A program that fails, or prints something other than the
reference, has no ratio.

    --repeat N          runs of each program (5 at least for figures that are published)
    --only A,B          these programs only
    --ouro PATH         the Ouro that is measured, instead of build/ouro
    --reference PATH    the reference, instead of Debian's python3.11
    --markdown          print Markdown tables
"""
import argparse
import math
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, 'programs')
TIMEOUT = 120
# What memory_back prints differs by nature; its figures are shown beside the ratios.
OWN_OUTPUT = {'memory_back'}


class Launcher:
    """bench/launch.c, built for this run: it measures without adding its own memory."""

    def __init__(self, folder):
        self.report = os.path.join(folder, 'report')
        self.path = os.path.join(folder, 'launch')
        compiler = shutil.which(os.environ.get('CC', 'cc')) or shutil.which('gcc')
        if compiler is None:
            sys.exit('bench: a C compiler is needed for bench/launch.c')
        subprocess.run([compiler, '-O2', '-o', self.path, os.path.join(HERE, 'launch.c')],
                       check=True)

    def run(self, command):
        return Run(self, command)


class Run:
    """One run of one program: seconds, peak bytes, output, exit status."""

    def __init__(self, launcher, command):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen([launcher.path, launcher.report] + command,
                                       stdin=subprocess.DEVNULL, stdout=out, stderr=complaints,
                                       start_new_session=True)
            try:
                process.wait(TIMEOUT)
                with open(launcher.report) as report:
                    status, seconds, peak = report.read().split()
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                status, seconds, peak = -signal.SIGKILL, TIMEOUT, 0
            self.status = int(status)
            self.seconds = float(seconds)
            self.peak = int(peak) * 1024
            out.seek(0)
            complaints.seek(0)
            self.output = out.read().decode(errors='replace').strip()
            self.complaint = complaints.read().decode(errors='replace').strip()


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(launcher, name, interpreters, repeat):
    """{interpreter: (seconds, peak, output) or the complaint}, all run in turn."""
    command = {each: [each, os.path.join(PROGRAMS, name + '.py')] for each in interpreters}
    if name == 'startup':
        command = {each: [each, '-c', 'pass'] for each in interpreters}
        repeat = max(repeat * 4, 20)
    runs = {each: [] for each in interpreters}
    broken = {}
    for number in range(repeat):
        say(f'{name}: {number + 1} of {repeat}')
        for each in interpreters:
            if each not in broken:
                run = launcher.run(command[each])
                if run.status != 0:
                    last = (run.complaint.splitlines() or [''])[-1]
                    broken[each] = f'status {run.status} {last}'.strip()
                else:
                    runs[each].append(run)
    result = {}
    for each in interpreters:
        if each in broken:
            result[each] = broken[each]
        else:
            result[each] = (statistics.median(run.seconds for run in runs[each]),
                            statistics.median(run.peak for run in runs[each]),
                            runs[each][0].output)
    return result


def mean(ratios):
    """Geometric mean, None of nothing."""
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None


def ratio(value):
    return '-' if value is None else f'{value:.2f}'


def table(rows, markdown):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for number, row in enumerate(rows):
        cells = [cell.ljust(width) if i == 0 else cell.rjust(width)
                 for i, (cell, width) in enumerate(zip(row, widths))]
        lines.append('| ' + ' | '.join(cells) + ' |' if markdown else '  '.join(cells).rstrip())
        if number == 0:
            rule = ['-' * width if i == 0 else '-' * (width - 1) + ':'
                    for i, width in enumerate(widths)]
            lines.append('| ' + ' | '.join(rule) + ' |' if markdown
                         else '  '.join('-' * width for width in widths))
    print('\n'.join(lines))


def find(name):
    path = shutil.which(name)
    if path is None:
        sys.exit(f'bench: no such interpreter: {name}')
    return os.path.abspath(path)


def compare(reference, other, results, markdown):
    """The table of one interpreter against the reference."""
    rows = [('program', 'reference s', 'this s', 'time', 'reference MiB', 'this MiB', 'peak')]
    times, peaks, notes = [], [], []
    for name, result in results.items():
        base, this = result[reference], result[other]
        if isinstance(base, str):
            rows.append((name, 'failed', '-', '-', '-', '-', '-'))
            notes.append(f'{name}: the reference: {base}')
            continue
        cells = [name, f'{base[0]:.4f}', 'failed', '-', f'{base[1] / 2 ** 20:.1f}', '-', '-']
        if isinstance(this, str):
            notes.append(f'{name}: {this}')
        elif name not in OWN_OUTPUT and this[2] != base[2]:
            cells[2] = 'differs'
            notes.append(f'{name}: prints {this[2]!r} instead of {base[2]!r}')
        else:
            times.append(this[0] / base[0])
            peaks.append(this[1] / base[1])
            cells[2:] = [f'{this[0]:.4f}', ratio(times[-1]), f'{base[1] / 2 ** 20:.1f}',
                         f'{this[1] / 2 ** 20:.1f}', ratio(peaks[-1])]
            if name in OWN_OUTPUT:
                notes.append(f'{name}, reference: {base[2]}')
                notes.append(f'{name}, this: {this[2]}')
        rows.append(tuple(cells))
    rows.append(('geometric mean', '', '', ratio(mean(times)), '', '', ratio(mean(peaks))))
    print(f'## {other}\n' if markdown else f'{other} against {reference}\n')
    table(rows, markdown)
    for note in notes:
        print(('\n' if markdown else '') + note)
    print()
    return bool(times) and len(times) == len(results)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('others', nargs='*', metavar='OTHER')
    parser.add_argument('--ouro', default=os.path.join(HERE, '..', 'build', 'ouro'))
    parser.add_argument('--reference', default='/usr/bin/python3.11')
    parser.add_argument('--repeat', type=int, default=5)
    parser.add_argument('--only', default='')
    parser.add_argument('--markdown', action='store_true')
    options = parser.parse_args()

    reference = find(options.reference)
    others = [find(each) for each in [options.ouro, *options.others]]
    names = sorted(name[:-3] for name in os.listdir(PROGRAMS) if name.endswith('.py'))
    if options.only:
        unknown = set(options.only.split(',')) - set(names)
        if unknown:
            sys.exit('bench: no such program: ' + ', '.join(sorted(unknown)))
        names = [name for name in names if name in options.only.split(',')]

    everyone = [reference] + [each for each in others if each != reference]
    with tempfile.TemporaryDirectory() as folder:
        launcher = Launcher(folder)
        results = {name: measure(launcher, name, everyone, options.repeat) for name in names}
    where = f'{platform.system()} {platform.machine()}, {os.cpu_count()} cores'
    print(f'{where}; medians of {options.repeat}, in turn; ratios to {reference}\n')
    whole = [compare(reference, each, results, options.markdown) for each in others]
    return 0 if all(whole) else 1


if __name__ == '__main__':
    sys.exit(main())
