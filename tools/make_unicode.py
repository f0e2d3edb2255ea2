"""Writes src/types/unicode_table.c: what str needs to know of every character of Unicode 14.0.

Run with python3.11, whose unicodedata is of that version:  python3.11 tools/make_unicode.py
"""
import sys
import unicodedata

assert unicodedata.unidata_version == "14.0.0", "this needs Unicode 14.0 (python3.11)"

FLAGS = ["ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "LOWER", "UPPER", "TITLE", "SPACE", "LINE_BREAK", "PRINTABLE",
         "IDENTIFIER_START", "IDENTIFIER_PART", "CASED", "CASE_IGNORABLE", "SPECIAL_CASE"]
SHIFT = 7
OUTPUT = "src/types/unicode_table.c"


def single(text, code):
    return ord(text) - code if len(text) == 1 else 0


def record(code):
    c = chr(code)
    surrogate = 0xd800 <= code <= 0xdfff
    special = len(c.upper()) > 1 or len(c.lower()) > 1 or len(c.title()) > 1 or c.casefold() != c.lower()
    facts = {
        "ALPHA": c.isalpha(), "DECIMAL": c.isdecimal(), "DIGIT": c.isdigit(), "NUMERIC": c.isnumeric(),
        "LOWER": c.islower(), "UPPER": c.isupper(), "TITLE": unicodedata.category(c) == "Lt",
        "SPACE": c.isspace(), "LINE_BREAK": len((c + "x").splitlines()) > 1, "PRINTABLE": c.isprintable(),
        "IDENTIFIER_START": not surrogate and c.isidentifier(),
        "IDENTIFIER_PART": not surrogate and ("a" + c).isidentifier(),
        "CASED": ("1" + c + "\u03a3").lower().endswith("\u03c2") or c.islower() or c.isupper(),
        "CASE_IGNORABLE": ("A" + c + "\u03a3").lower().endswith("\u03c2") and ("1" + c + "\u03a3").lower().endswith("\u03c3"),
        "SPECIAL_CASE": special,
    }
    flags = sum(1 << i for i, name in enumerate(FLAGS) if facts[name])
    digit = unicodedata.digit(c, 0)
    return (flags, digit, single(c.upper(), code), single(c.lower(), code), single(c.title(), code))


def rows(values, width=100):
    line = "   "
    for value in values:
        piece = f" {value},"
        if len(line) + len(piece) > width:
            yield line
            line = "   "
        line += piece
    yield line


def main():
    records, numbers, index = [], {}, []
    for code in range(0x110000):
        entry = record(code)
        if entry not in numbers:
            numbers[entry] = len(records)
            records.append(entry)
        index.append(numbers[entry])
    blocks, block_numbers, stage1 = [], {}, []
    for start in range(0, len(index), 1 << SHIFT):
        block = tuple(index[start:start + (1 << SHIFT)])
        if block not in block_numbers:
            block_numbers[block] = len(blocks)
            blocks.append(block)
        stage1.append(block_numbers[block])
    specials = []
    for code in range(0x110000):
        c = chr(code)
        if record(code)[0] >> FLAGS.index("SPECIAL_CASE") & 1:
            specials.append((code, c.upper(), c.lower(), c.title(), c.casefold()))
    out = [
        "/* Written by tools/make_unicode.py from Unicode 14.0: facts of every character, in two stages, and the",
        " * case mappings that are not of one character to one. */",
        '#include "types/unicode_table.h"', "",
        "const CharacterFacts unicode_facts[] = {",
    ]
    out += ["    {%d, %d, %d, %d, %d}," % entry for entry in records]
    out += ["};", "", "const uint16_t unicode_blocks[] = {"]
    out += rows(stage1)
    out += ["};", "", "const uint16_t unicode_index[] = {"]
    out += rows(number for block in blocks for number in block)
    out += ["};", "", "const SpecialCase unicode_special_cases[] = {"]

    def codes(text):
        padded = [ord(c) for c in text] + [0] * (3 - len(text))
        return "{%s}" % ", ".join(hex(c) if c else "0" for c in padded)

    for code, *texts in specials:
        out.append("    {%#x, %s}," % (code, ", ".join(codes(text) for text in texts)))
    out += ["};", "const size_t unicode_special_case_count = sizeof unicode_special_cases / sizeof *unicode_special_cases;", ""]
    with open(OUTPUT, "w") as file:
        file.write("\n".join(out))
    print(len(records), "records,", len(blocks), "blocks,", len(specials), "special cases", file=sys.stderr)


main()
