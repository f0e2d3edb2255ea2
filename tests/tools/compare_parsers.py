"""Compares Ouro's parser with the Python 3.11 that runs this file.

    python3.11 compare_parsers.py TOOL trees              every file of the standard library
    python3.11 compare_parsers.py TOOL strings            every string in CPython's tests of syntax
    python3.11 compare_parsers.py TOOL mutations [SEED [COUNT]]

TOOL is the built test_parse_dump_tool. `trees` compares ast.dump with all locations; the other two
feed sources that mostly do not parse, and compare the kind of error, its message, place and text.
Prints what differs and a summary; the exit status is 1 when anything differs.

Known differences: encodings other than UTF-8, Latin-1 and ASCII are refused, and in an f-string's
error CPython counts bytes where it should count characters.
"""

import ast
import collections
import doctest
import os
import random
import re
import subprocess
import sys
import textwrap
import warnings

LIBRARY = os.path.dirname(os.__file__)
TESTS = """
    test_syntax test_exceptions test_fstring test_grammar test_patma test_named_expressions
    test_unicode_identifiers test_eof test_positional_only_arg test_generators test_except_star
    test_string_literals test_decorators test_keywordonlyarg test_unparse test_ast test_compile
    test_parser test_type_comments test_codeop test_coroutines test_dictcomps test_genexps
    test_listcomps test_flufl test_symtable test_types test_tokenize test_unpack_ex test_global
    test_scope test_future test_complex test_float test_int test_with test_asyncgen test_traceback
    test_source_encoding test_utf8source test_builtin""".split()
PIECES = """
    ( ) [ ] { } : , = == + * ** -> := . ... if else for in not and lambda yield await async def class
    x 1 "s" f"{x}" f"{x y}" print match case _ None True import from as with try except finally while
    return del raise global pass \\ @ ; %= != is or elif assert ' \""" 0x 1e b"a" $ ? ! ~ é /""".split()
PIECES += ["\n", "    "]


class Tool:
    """The other parser, one process for each mode."""

    def __init__(self, path, *options):
        self.process = subprocess.Popen([path, *options, "-"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def ask(self, source):
        self.process.stdin.write(b"%d\n" % len(source) + source)
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"the tool died of {source!r}")
        return answer.decode("utf-8", "surrogatepass").rstrip("\n")


def one_line(text):
    return "None" if text is None else text.replace("\n", "\\n")


def oracle(source, mode):
    """What CPython says, in the tool's format without the field `incomplete`."""
    try:
        tree = compile(source, "<no file>", mode, ast.PyCF_ONLY_AST)
    except SyntaxError as e:
        places = [e.lineno or 0, e.offset or 0, e.end_lineno or 0, e.end_offset or 0]
        return "|".join(["!" + type(e).__name__, *map(str, places), one_line(e.msg),
                         one_line(e.text)])
    except (ValueError, MemoryError, RecursionError) as e:
        return "!" + type(e).__name__
    return ast.dump(tree)


class Comparison:
    def __init__(self, path):
        self.path = path
        self.tools = {}
        self.counts = collections.Counter()

    def compare(self, source, mode="exec"):
        try:
            encoded = source.encode()
        except UnicodeEncodeError:
            return
        if "\r" in source:
            return
        if mode not in self.tools:
            self.tools[mode] = Tool(self.path, "-t", "-m", mode)
        want = oracle(source, mode)
        got = self.tools[mode].ask(encoded)
        if got.startswith("!"):
            fields = got.split("|", 7)
            got = "|".join(fields[:5] + fields[6:])
            if fields[0] in ("!ValueError", "!MemoryError"):
                got = fields[0]
        self.count(ascii(source[-300:]), want, got)

    def count(self, what, want, got):
        self.counts["wrong" if want.startswith("!") else "right", want == got] += 1
        if want != got:
            at = len(os.path.commonprefix([want, got]))
            start = max(0, at - 100)
            print(what, "\n    CPython", ascii(want[start:at + 150]), "\n    Ouro   ",
                  ascii(got[start:at + 150]))

    def summary(self):
        for kind in "right", "wrong":
            same, different = self.counts[kind, True], self.counts[kind, False]
            print(f"{kind} sources: {same} alike, {different} different")
        return 1 if self.counts["right", False] + self.counts["wrong", False] else 0


def trees(comparison):
    sys.set_int_max_str_digits(0)
    tool = Tool(comparison.path, "-l")
    for folder, _, names in sorted(os.walk(LIBRARY)):
        for name in sorted(names):
            if not name.endswith(".py"):
                continue
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                source = file.read()
            try:
                want = ast.dump(ast.parse(source), include_attributes=True)
            except (SyntaxError, ValueError):
                want = "!"
            got = tool.ask(source)
            comparison.count(path, want, "!" if want == "!" and got.startswith("!") else got)


def strings(comparison):
    sources = set()
    for name in TESTS:
        path = os.path.join(LIBRARY, "test", name + ".py")
        if not os.path.exists(path):
            continue
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            sources |= {node.value, textwrap.dedent(node.value)}
            try:
                sources |= {e.source for e in doctest.DocTestParser().get_examples(node.value)}
            except ValueError:
                pass
    for source in sorted(sources):
        for mode in "exec", "single", "eval":
            comparison.compare(source, mode)


def mutated(source, chance):
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        words = re.findall(r"\w+|\s+|[^\w\s]", source)
        if not words:
            break
        at = chance.randrange(len(words))
        piece = chance.choice(PIECES)
        match chance.randrange(5):
            case 0: del words[at]
            case 1: words.insert(at, piece)
            case 2: words.insert(at, f" {piece} ")
            case 3: words[at] = piece
            case 4:
                other = chance.randrange(len(words))
                words[at], words[other] = words[other], words[at]
        source = "".join(words)
    return source


def mutations(comparison, seed="1", count="20000"):
    chance = random.Random(int(seed))
    paths = [os.path.join(LIBRARY, name) for name in sorted(os.listdir(LIBRARY))]
    tests = os.path.join(LIBRARY, "test")
    if os.path.isdir(tests):
        paths += [os.path.join(tests, name) for name in sorted(os.listdir(tests))]
    paths = [path for path in paths if path.endswith(".py")]
    for _ in range(int(count)):
        try:
            with open(chance.choice(paths), encoding="utf-8") as file:
                lines = file.read().split("\n")
        except UnicodeDecodeError:
            continue
        start = chance.randrange(len(lines))
        length = chance.choice([1, 1, 2, 3, 5, 10, 20])
        source = textwrap.dedent("\n".join(lines[start:start + length])) + "\n"
        mode = chance.choice(["exec", "exec", "single", "eval"]) if length < 5 else "exec"
        comparison.compare(mutated(source, chance), mode)


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("trees", "strings", "mutations"):
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(100000)
    comparison = Comparison(sys.argv[1])
    globals()[sys.argv[2]](comparison, *sys.argv[3:])
    sys.exit(comparison.summary())


if __name__ == "__main__":
    main()
