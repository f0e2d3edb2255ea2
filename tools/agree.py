"""Fills in the right sides of the tables in language tests with what CPython 3.11 says:

    python3.11 tools/agree.py tests/language/types/str_methods.py ...

A table is a call agree(r'''...''') whose lines are `EXPRESSION  ->  RESULT`, the result being
the repr of the value, or `Kind: message` of the exception. Write `->  ?`, or only the expression,
and run this; then read what it wrote.
"""
import re
import sys


def outcome(source, names):
    try:
        text = repr(eval(source, dict(names)))
    except Exception as error:
        text = type(error).__name__ + ': ' + str(error)
    return text.replace("\n", "\\n").rstrip()


def fill(path):
    with open(path, encoding='utf-8') as file:
        text = file.read()
    names = {'__name__': 'tests'}
    exec(compile(text, path, 'exec'), names)

    def table(match):
        lines = []
        for line in match.group(2).splitlines():
            source = line.strip().partition('  ->')[0].rstrip()
            lines.append('        ' + source + '  ->  ' + outcome(source, names) if source else '')
        return match.group(1) + '\n'.join(lines[:1] + [l for l in lines[1:] if l]) + '\n    ' + "''')"
    new = re.sub(r"(agree\(r''')(.*?)'''\)", table, text, flags=re.S)
    if new != text:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(new)


if sys.version_info[:2] != (3, 11):
    sys.exit('agree.py: this must run under CPython 3.11')
for path in sys.argv[1:]:
    fill(path)
