/* Syntax trees: what the parser makes of source that is fine. That whole trees equal CPython's is
 * shown by tests/tools/compare_parsers.py. */
#include "parse_test.h"

#include "types/character_name.h"

static void assert_dump(const char *source, const char *dump)
{
    Parsed parsed;
    parse_text(&parsed, source);
    if (parsed.tree == NULL)
        fail_msg("%s: %s", source, parsed.problem.message);
    DumpText text = {.heap = parsed.heap};
    assert_true(syntax_dump(&text, parsed.tree, false));
    assert_string_equal(text.bytes, dump);
    dump_text_close(&text);
    parsed_close(&parsed);
}

static void a_tree_has_the_shape_of_pythons_ast(void **state)
{
    (void)state;
    assert_dump("x = a if b else f(*c, d=1)\n",
                "Module(body=[Assign(targets=[Name(id='x', ctx=Store())], "
                "value=IfExp(test=Name(id='b', ctx=Load()), body=Name(id='a', ctx=Load()), "
                "orelse=Call(func=Name(id='f', ctx=Load()), "
                "args=[Starred(value=Name(id='c', ctx=Load()), ctx=Load())], "
                "keywords=[keyword(arg='d', value=Constant(value=1))])))], type_ignores=[])");
    assert_dump("del (a), b[0]", "Module(body=[Delete(targets=[Name(id='a', ctx=Del()), "
                "Subscript(value=Name(id='b', ctx=Load()), slice=Constant(value=0), ctx=Del())])], "
                "type_ignores=[])");
    assert_dump("", "Module(body=[], type_ignores=[])");
}

static void an_fstring_is_a_tree_of_its_own(void **state)
{
    (void)state;
    assert_dump("f'{{{a!r:>{w}}{b=}'",
                "Module(body=[Expr(value=JoinedStr(values=[Constant(value='{'), "
                "FormattedValue(value=Name(id='a', ctx=Load()), conversion=114, "
                "format_spec=JoinedStr(values=[Constant(value='>'), "
                "FormattedValue(value=Name(id='w', ctx=Load()), conversion=-1)])), "
                "Constant(value='b='), FormattedValue(value=Name(id='b', ctx=Load()), "
                "conversion=114)]))], type_ignores=[])");
}

static void match_and_case_stay_names_elsewhere(void **state)
{
    (void)state;
    assert_dump("match(x)\n", "Module(body=[Expr(value=Call(func=Name(id='match', ctx=Load()), "
                "args=[Name(id='x', ctx=Load())], keywords=[]))], type_ignores=[])");
    assert_dump("match x:\n case {'a': 1, **r} | C(b=_): pass\n",
                "Module(body=[Match(subject=Name(id='x', ctx=Load()), cases=[match_case("
                "pattern=MatchOr(patterns=[MatchMapping(keys=[Constant(value='a')], "
                "patterns=[MatchValue(value=Constant(value=1))], rest='r'), "
                "MatchClass(cls=Name(id='C', ctx=Load()), patterns=[], kwd_attrs=['b'], "
                "kwd_patterns=[MatchAs()])]), body=[Pass()])])], type_ignores=[])");
}

static void equal_names_are_one_text(void **state)
{
    (void)state;
    Parsed parsed;
    parse_text(&parsed, "name + other.name\n");
    const Expression *sum = first_expression(&parsed);
    const Text *name = sum->binary.left->name.id;
    assert_ptr_equal(name, sum->binary.right->attribute.attr);
    assert_ptr_equal(name, syntax_intern(&parsed.arena, parsed.tree, "name", 4));
    assert_ptr_not_equal(name, sum->binary.right->attribute.value->name.id);
    parsed_close(&parsed);
}

static void many_names_stay_distinct(void **state)
{
    (void)state;
    char source[20000];
    size_t length = 0;
    for (int i = 0; i < 1000; i++)
        length += (size_t)sprintf(source + length, "n%d,", i);
    Parsed parsed;
    parse_bytes(&parsed, source, length, PARSE_FILE, NULL);
    const Expression *tuple = first_expression(&parsed);
    for (int i = 0; i < 1000; i++) {
        char name[16];
        size_t size = (size_t)sprintf(name, "n%d", i);
        assert_ptr_equal(tuple->tuple.elts.items[i]->name.id,
                         syntax_intern(&parsed.arena, parsed.tree, name, size));
    }
    parsed_close(&parsed);
}

static void a_name_is_normalised(void **state)
{
    (void)state;
    Parsed parsed;
    parse_text(&parsed, "\xEF\xAC\x81\xC2\xAA\n");     /* the ligature fi, feminine ordinal */
    assert_string_equal(first_expression(&parsed)->name.id->bytes, "fia");
    parsed_close(&parsed);
}

static void a_name_of_endless_marks_is_left_alone(void **state)
{
    (void)state;
    char source[1000] = "a";
    for (int i = 0; i < 300; i++)
        strcat(source, "\xCC\x81");
    Parsed parsed;
    parse_text(&parsed, source);
    assert_int_equal(first_expression(&parsed)->name.id->length, 601);
    parsed_close(&parsed);
}

static void integers_know_whether_they_fit(void **state)
{
    (void)state;
    static const struct { const char *source, *digits; int base; bool fits; int64_t value; } cases[] = {
        {"0", "0", 10, true, 0},
        {"000", "0", 10, true, 0},
        {"1_000", "1000", 10, true, 1000},
        {"0x_fF", "fF", 16, true, 255},
        {"0o17", "17", 8, true, 15},
        {"0b0101", "101", 2, true, 5},
        {"9223372036854775807", "9223372036854775807", 10, true, INT64_MAX},
        {"9223372036854775808", "9223372036854775808", 10, false, 0},
        {"0x8000000000000000", "8000000000000000", 16, false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Parsed parsed;
        parse_text(&parsed, cases[i].source);
        const Constant *c = &first_expression(&parsed)->constant;
        assert_int_equal(c->kind, CONSTANT_INT);
        assert_string_equal(c->integer.digits.bytes, cases[i].digits);
        assert_int_equal(c->integer.base, cases[i].base);
        assert_int_equal(c->integer.fits, cases[i].fits);
        if (cases[i].fits)
            assert_true(c->integer.value == cases[i].value);
        parsed_close(&parsed);
    }
}

static void floats_are_the_nearest(void **state)
{
    (void)state;
    static const struct { const char *source; double value; } cases[] = {
        {"0.1", 0.1}, {".5", 0.5}, {"1e22", 1e22}, {"1e23", 1e23}, {"0.001", 0.001},
        {"1.7976931348623157e308", 0x1.fffffffffffffp1023},
        {"1.7976931348623159e308", __builtin_inf()}, {"1e400", __builtin_inf()},
        {"4.9e-324", 0x1p-1074}, {"2.4e-324", 0.0}, {"2.5e-324", 0x1p-1074}, {"1e-400", 0.0},
        {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022},
        {"9007199254740993.0", 9007199254740992.0},
        {"9007199254740993.00000000000000000000000000001", 9007199254740994.0},
        {"6929495644600919.5", 6929495644600920.0}, {"3.7455744005952583e15", 3745574400595258.5},
        {"1_0.2_5e0_1", 102.5}, {"0e0", 0.0}, {"00.5", 0.5},
        {"123456789012345678901234567890", 0},
    };
    for (size_t i = 0; i + 1 < COUNT_OF(cases); i++) {
        Parsed parsed;
        parse_text(&parsed, cases[i].source);
        const Constant *c = &first_expression(&parsed)->constant;
        assert_int_equal(c->kind, CONSTANT_FLOAT);
        if (c->real != cases[i].value)
            fail_msg("%s is read as %.17g", cases[i].source, c->real);
        parsed_close(&parsed);
    }
}

static void an_imaginary_number_keeps_its_part(void **state)
{
    (void)state;
    Parsed parsed;
    parse_text(&parsed, "1_2.5J\n");
    const Constant *c = &first_expression(&parsed)->constant;
    assert_int_equal(c->kind, CONSTANT_COMPLEX);
    assert_true(c->real == 12.5);
    parsed_close(&parsed);
}

static void a_string_knows_its_width(void **state)
{
    (void)state;
    static const struct { const char *source; size_t characters; uint32_t widest; size_t length; } cases[] = {
        {"''", 0, 0, 0},
        {"'ab' 'c'", 3, 'c', 3},
        {"'a\xC3\xA9'", 2, 0xE9, 3},
        {"'\\u20ac\\x41'", 2, 0x20AC, 4},
        {"'\\U0001F600'", 1, 0x1F600, 4},
        {"'\\ud800'", 1, 0xD800, 3},
        {"'\\777\\0'", 2, 0x1FF, 3},
        {"r'\\n'", 2, 'n', 2},
        {"'''a\\\nb'''", 2, 'b', 2},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Parsed parsed;
        parse_text(&parsed, cases[i].source);
        const Constant *c = &first_expression(&parsed)->constant;
        assert_int_equal(c->kind, CONSTANT_STR);
        assert_int_equal(c->str.characters, cases[i].characters);
        assert_int_equal(c->str.widest, cases[i].widest);
        assert_int_equal(c->str.text.length, cases[i].length);
        assert_int_equal(c->str.text.bytes[c->str.text.length], 0);
        parsed_close(&parsed);
    }
}

static void bytes_are_bytes(void **state)
{
    (void)state;
    Parsed parsed;
    parse_text(&parsed, "b'\\xff\\x00' rb'\\n'\n");
    const Constant *c = &first_expression(&parsed)->constant;
    assert_int_equal(c->kind, CONSTANT_BYTES);
    assert_int_equal(c->bytes.length, 4);
    assert_memory_equal(c->bytes.bytes, "\xFF\0\\n", 4);
    parsed_close(&parsed);
}

static void a_character_is_asked_for_by_name(void **state)
{
    (void)state;
    Parsed parsed;
    ParseOptions options = {.character_by_name = character_by_name};
    parse_bytes(&parsed, "'\\N{SNOWMAN}'", 13, PARSE_FILE, &options);
    assert_string_equal(first_expression(&parsed)->constant.str.text.bytes, "\xE2\x98\x83");
    parsed_close(&parsed);
}

static void characters_have_names(void **state)
{
    (void)state;
    static const struct { const char *name; long code; } cases[] = {
        {"SNOWMAN", 0x2603}, {"latin small letter a", 'a'}, {"LF", '\n'}, {"null", 0},
        {"NBSP", 0xA0}, {"VS17", 0xE0100}, {"HANGUL SYLLABLE GA", 0xAC00},
        {"HANGUL SYLLABLE GANJ", 0xAC05}, {"HANGUL SYLLABLE HIH", 0xD7A3},
        {"CJK UNIFIED IDEOGRAPH-4E00", 0x4E00}, {"CJK UNIFIED IDEOGRAPH-30000", 0x30000},
        {"LATIN CAPITAL LETTER GHA", 0x1A2}, {"SNOW_MAN", -1}, {"SNOWMAN ", -1}, {"", -1},
        {"CJK UNIFIED IDEOGRAPH-0041", -1}, {"HANGUL SYLLABLE Q", -1}, {"VS0", -1},
        {"KEYCAP DIGIT ONE", -1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (character_by_name(NULL, cases[i].name, strlen(cases[i].name)) != cases[i].code)
            fail_msg("%s", cases[i].name);
}

static void locations_count_bytes(void **state)
{
    (void)state;
    Parsed parsed;
    parse_text(&parsed, "'\xC3\xA9' + (\n  b)\n");
    const Expression *sum = first_expression(&parsed);
    assert_int_equal(sum->at.lineno, 1);
    assert_int_equal(sum->at.col_offset, 0);
    assert_int_equal(sum->at.end_lineno, 2);
    assert_int_equal(sum->at.end_col_offset, 4);
    assert_int_equal(sum->binary.left->at.end_col_offset, 4);
    assert_int_equal(sum->binary.right->at.lineno, 2);
    assert_int_equal(sum->binary.right->at.col_offset, 2);
    parsed_close(&parsed);
}

static void encodings_are_declared(void **state)
{
    (void)state;
    static const char *const sources[] = {
        "# -*- coding: latin-1 -*-\n'\xE9'\n",
        "#!python\n# vim: set fileencoding=iso-8859-15-not :\n'\xC3\xA9'\n",
        "\xEF\xBB\xBF'\xC3\xA9'\n",
        "# coding=utf8\r\n'\xC3\xA9'\r\n",
    };
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        Parsed parsed;
        parse_text(&parsed, sources[i]);
        if (i == 1) {
            assert_null(parsed.tree);
            assert_string_equal(parsed.problem.message, "unknown encoding: iso-8859-15-not");
        } else {
            assert_string_equal(first_expression(&parsed)->constant.str.text.bytes, "\xC3\xA9");
        }
        parsed_close(&parsed);
    }
}

static void the_cookie_of_text_is_ignored(void **state)
{
    (void)state;
    Parsed parsed;
    ParseOptions options = {.is_text = true};
    const char *source = "# coding: latin-1\n'\xC3\xA9'\n";
    parse_bytes(&parsed, source, strlen(source), PARSE_FILE, &options);
    assert_int_equal(first_expression(&parsed)->constant.str.characters, 1);
    parsed_close(&parsed);
}

typedef struct Warned {
    int  count, lineno, answer;
    char message[80];
} Warned;

static int note_warning(void *context, ParseWarning kind, const char *message, int lineno)
{
    Warned *warned = context;
    (void)kind;
    warned->count++;
    warned->lineno = lineno;
    snprintf(warned->message, sizeof warned->message, "%s", message);
    return warned->answer;
}

static void an_invalid_escape_warns_once(void **state)
{
    (void)state;
    Parsed parsed;
    Warned warned = {.answer = 0};
    ParseOptions options = {.context = &warned, .warn = note_warning};
    const char *source = "x\nmatch('\\d\\w')\n";         /* read as a statement first */
    parse_bytes(&parsed, source, strlen(source), PARSE_FILE, &options);
    assert_non_null(parsed.tree);
    assert_int_equal(warned.count, 1);
    assert_int_equal(warned.lineno, 2);
    assert_string_equal(warned.message, "invalid escape sequence '\\d'");
    parsed_close(&parsed);

    warned.answer = 1;                                      /* an error now */
    parse_bytes(&parsed, source, strlen(source), PARSE_FILE, &options);
    assert_null(parsed.tree);
    assert_int_equal(parsed.problem.kind, PROBLEM_SYNTAX);
    assert_string_equal(parsed.problem.message, "invalid escape sequence '\\d'");
    parsed_close(&parsed);

    warned.answer = -1;
    parse_bytes(&parsed, source, strlen(source), PARSE_FILE, &options);
    assert_null(parsed.tree);
    assert_int_equal(parsed.problem.kind, PROBLEM_CALLBACK);
    parsed_close(&parsed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_has_the_shape_of_pythons_ast),
        cmocka_unit_test(an_fstring_is_a_tree_of_its_own),
        cmocka_unit_test(match_and_case_stay_names_elsewhere),
        cmocka_unit_test(equal_names_are_one_text),
        cmocka_unit_test(many_names_stay_distinct),
        cmocka_unit_test(a_name_is_normalised),
        cmocka_unit_test(a_name_of_endless_marks_is_left_alone),
        cmocka_unit_test(integers_know_whether_they_fit),
        cmocka_unit_test(floats_are_the_nearest),
        cmocka_unit_test(an_imaginary_number_keeps_its_part),
        cmocka_unit_test(a_string_knows_its_width),
        cmocka_unit_test(bytes_are_bytes),
        cmocka_unit_test(a_character_is_asked_for_by_name),
        cmocka_unit_test(characters_have_names),
        cmocka_unit_test(locations_count_bytes),
        cmocka_unit_test(encodings_are_declared),
        cmocka_unit_test(the_cookie_of_text_is_ignored),
        cmocka_unit_test(an_invalid_escape_warns_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
