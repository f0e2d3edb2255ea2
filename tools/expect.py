"""Writes the expected outputs of examples/ with CPython 3.11, the reference:

    python3.11 tools/expect.py

Each examples/NAME.py gets a NAME.out (its stdout), each examples/prompt/NAME.in a NAME.out
(stdout of the prompt that is fed with it) and, where it ends in complaints, a NAME.err
(stderr without the prompt signs). Read the differences before committing them.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'examples')


def write(path, text):
    if text or path.endswith('.out'):
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
    elif os.path.exists(path):
        os.remove(path)


def without_prompts(text):
    return re.sub(r'^(>>> |\.\.\. )+', '', text, flags=re.M)


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit('expect.py: this must run under CPython 3.11')
    for name in sorted(os.listdir(ROOT)):
        if name.endswith('.py'):
            run = subprocess.run([sys.executable, name], cwd=ROOT, text=True, timeout=60,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
            write(os.path.join(ROOT, name[:-3] + '.out'), run.stdout)
    prompt = os.path.join(ROOT, 'prompt')
    for name in sorted(os.listdir(prompt)):
        if name.endswith('.in'):
            with open(os.path.join(prompt, name), encoding='utf-8') as lines:
                run = subprocess.run([sys.executable, '-i', '-q'], stdin=lines, text=True,
                                     capture_output=True, timeout=60)
            base = os.path.join(prompt, name[:-3])
            write(base + '.out', run.stdout)
            write(base + '.err', without_prompts(run.stderr).lstrip('\n').rstrip('\n ')
                  and without_prompts(run.stderr).strip() + '\n')


main()
