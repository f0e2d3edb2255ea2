# Built-in functions with effects: print, input, exec, globals, locals, open, __build_class__.
import sys


class Capture:
    def __init__(self):
        self.parts = []
        self.flushed = 0

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.flushed += 1


def test_print_writes_parts():
    out = Capture()
    print('a', 1, None, file=out)
    assert out.parts == ['a', ' ', '1', ' ', 'None', '\n']
    out = Capture()
    print('a', 'b', sep='-', end='!', file=out)
    assert out.parts == ['a', '-', 'b', '!']
    out = Capture()
    print(file=out)
    assert out.parts == ['\n']
    out = Capture()
    print('x', flush=True, file=out)
    assert out.flushed == 1
    out = Capture()
    print(1, 2, sep='', end='', file=out)
    assert ''.join(out.parts) == '12'
    out = Capture()
    print(1, 2, sep=None, end=None, file=out)
    assert ''.join(out.parts) == '1 2\n'


def test_print_uses_sys_stdout():
    old, sys.stdout = sys.stdout, Capture()
    try:
        print('to', 'capture')
        text = ''.join(sys.stdout.parts)
        sys.stdout = None
        print('nothing happens')
    finally:
        sys.stdout = old
    assert text == 'to capture\n'


def test_print_asks_str():
    class C:
        def __str__(self):
            return 'str of C'

        def __repr__(self):
            return 'repr of C'
    out = Capture()
    print(C(), [C()], file=out)
    assert ''.join(out.parts) == 'str of C [repr of C]\n'


def test_input_reads_from_sys_stdin():
    class In:
        def __init__(self, *lines):
            self.lines = list(lines)

        def readline(self):
            return self.lines.pop(0) if self.lines else ''
    old_in, old_out = sys.stdin, sys.stdout
    sys.stdin, sys.stdout = In('first\n', 'last'), Capture()
    try:
        assert input('prompt> ') == 'first' and input() == 'last'
        text = ''.join(sys.stdout.parts)
        try:
            input()
        except EOFError as e:
            assert str(e) == 'EOF when reading a line'
        else:
            assert False
    finally:
        sys.stdin, sys.stdout = old_in, old_out
    assert text == 'prompt> '


def test_exec_runs_in_namespaces():
    g, l = {}, {}
    exec('x = 1\ndef f(): return x', g, l)
    assert l['x'] == 1 and 'x' not in g and '__builtins__' in g
    try:
        l['f']()
    except NameError:
        pass
    else:
        assert False
    exec('global y\ny = 5', g, l)
    assert g['y'] == 5


def test_exec_and_eval_see_the_callers_names():
    local = 5
    assert eval('local + 1') == 6
    names = {'local': local}
    exec('found = local * 2', names)
    assert names['found'] == 10
    exec('local = 6')           # a function's own names are not changed by exec
    assert local == 5


def test_eval_with_a_mapping():
    class M:
        def __getitem__(self, name):
            return name * 2
    assert eval('ab + cd', {}, M()) == 'ababcdcd'


def test_globals_is_the_modules_dict():
    globals()['made_by_globals'] = 42
    try:
        assert made_by_globals == 42
    finally:
        del globals()['made_by_globals']


def test_locals_in_functions_classes_comprehensions():
    def f(a):
        b = 2
        return locals()
    assert f(1) == {'a': 1, 'b': 2}

    class C:
        x = 1
        names = list(locals())
    assert 'x' in C.names

    def g():
        x = 1

        def h():
            return x, locals()
        return h()
    assert g() == (1, {'x': 1})
    assert [sorted(locals()) for i in 'a'][0] == ['.0', 'i']


def test_locals_are_a_snapshot():
    def f():
        x = 1
        names = locals()
        names['x'] = 5
        return x
    assert f() == 1


def test_build_class_makes_classes():
    C = __build_class__(lambda: None, 'C', int)
    assert C.__name__ == 'C' and C(5) == 5
    try:
        __build_class__(5, 'C')
    except TypeError as e:
        assert str(e) == '__build_class__: func must be a function'


def test_compile_modes():
    names = {}
    exec(compile('x = 1\ny = 2', 'f', 'exec'), names)
    assert names['y'] == 2 and eval(compile('1 + 2', 'f', 'eval')) == 3
    shown = []
    old, sys.displayhook = sys.displayhook, shown.append
    try:
        exec(compile('5', 'f', 'single'))
        exec(compile('None', 'f', 'single'))
        exec(compile('x = 1; 6', 'f', 'single'))
    finally:
        sys.displayhook = old
    assert shown == [5, None, 6]


def test_compile_of_a_doc_string():
    names = {}
    exec(compile('"""doc"""\nx = __doc__', 'f', 'exec'), names)
    assert names['x'] == 'doc'


def test_compiled_code_can_run_many_times():
    code = compile('n += 1', 'f', 'exec')
    names = {'n': 0}
    for _ in range(100):
        exec(code, names)
    assert names['n'] == 100


def test_id_is_unique_among_the_living():
    things = [object() for _ in range(1000)]
    assert len({id(t) for t in things}) == 1000 and all(id(t) > 0 for t in things)


def test_sys_hooks_are_used_by_import():
    import builtins
    real, seen = builtins.__import__, []

    def spy(name, *args):
        seen.append(name)
        return real(name, *args)
    builtins.__import__ = spy
    try:
        import math
    finally:
        builtins.__import__ = real
    assert seen == ['math']


def test_a_name_added_to_builtins_is_found():
    import builtins
    builtins.added_for_test = 5
    try:
        assert added_for_test == 5
    finally:
        del builtins.added_for_test
    try:
        added_for_test
    except NameError:
        pass
    else:
        assert False


def test_sorted_gives_a_new_list():
    a = [2, 1]
    b = sorted(a)
    assert a == [2, 1] and b == [1, 2]


def test_vars_of_an_object_is_its_dict():
    class C:
        pass
    c = C()
    vars(c)['x'] = 5
    assert c.x == 5 and vars(c) is c.__dict__
