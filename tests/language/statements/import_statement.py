# import, of modules that are built in or frozen.
import sys


def test_import_binds_the_module():
    import math
    import math as m
    assert m is math and sys.modules['math'] is math and type(math).__name__ == 'module'


def test_from_import_binds_names():
    from math import floor, ceil as up
    assert floor(1.5) == 1 and up(1.5) == 2


def test_from_import_of_a_missing_name():
    try:
        from math import no_such_thing
    except ImportError as e:
        assert str(e) in ("cannot import name 'no_such_thing' from 'math' (unknown location)",) \
            or str(e).startswith("cannot import name 'no_such_thing' from 'math'")
        assert e.name == 'math'
    else:
        assert False


def test_import_of_a_missing_module():
    try:
        import no_such_module_at_all
    except ModuleNotFoundError as e:
        assert str(e) == "No module named 'no_such_module_at_all'"
        assert e.name == 'no_such_module_at_all' and isinstance(e, ImportError)
    else:
        assert False


def test_import_of_a_part_of_what_is_no_package():
    try:
        import math.nothing
    except ModuleNotFoundError as e:
        assert str(e) == "No module named 'math.nothing'; 'math' is not a package"
    else:
        assert False


def test_star_import_takes_public_names():
    names = {}
    exec('from math import *', names)
    assert names['pi'] > 3 and '__name__' not in names or names.get('__name__') != 'math'
    assert 'sqrt' in names


def test_star_import_is_for_modules_only():
    try:
        compile('def f():\n from math import *\n', 'f', 'exec')
    except SyntaxError as e:
        assert e.msg == 'import * only allowed at module level'
    else:
        assert False


def test_imported_modules_are_made_once():
    import copy
    first = copy
    import copy
    assert copy is first


def test_dunder_import_is_what_import_calls():
    import builtins
    calls = []
    names = {'__builtins__': {'__import__': lambda *a: calls.append((a[0], a[3], a[4])) or sys}}
    exec('import spam\nfrom spam import path\nimport eggs as e', names)
    assert calls[0][0] == 'spam' and calls[1] == ('spam', ('path',), 0)
    assert names['spam'] is sys and names['path'] is sys.path


def test_a_module_in_sys_modules_is_found():
    sys.modules['made_up_for_test'] = math_like = type(sys)('made_up_for_test')
    try:
        math_like.x = 5
        import made_up_for_test
        from made_up_for_test import x
        assert made_up_for_test is math_like and x == 5
    finally:
        del sys.modules['made_up_for_test']


def test_none_in_sys_modules_stops_the_import():
    sys.modules['stopped_for_test'] = None
    try:
        import stopped_for_test
    except ModuleNotFoundError as e:
        assert str(e) == ("import of stopped_for_test halted; None in sys.modules")
    else:
        assert False
    finally:
        del sys.modules['stopped_for_test']


def test_future_imports():
    names = {}
    exec('from __future__ import annotations\ndef f(x: nothing): pass', names)
    assert names['f'].__annotations__ == {'x': 'nothing'}
    try:
        compile('from __future__ import no_such_feature', 'f', 'exec')
    except SyntaxError as e:
        assert e.msg == 'future feature no_such_feature is not defined'
    else:
        assert False
