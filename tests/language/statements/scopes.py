# global, nonlocal, closures, class scopes, comprehension scopes, del.

counter = 0


def test_global_binds_the_modules_name():
    global counter

    def up():
        global counter
        counter += 1
    before = counter
    up()
    up()
    assert counter == before + 2


def test_assignment_makes_a_name_local():
    def f():
        counter
        counter = 1
    try:
        f()
    except UnboundLocalError as e:
        assert str(e) == ("cannot access local variable 'counter' where it is not "
                          "associated with a value")
    else:
        assert False


def test_an_unknown_name():
    try:
        no_such_name
    except NameError as e:
        assert str(e) == "name 'no_such_name' is not defined" and e.name == 'no_such_name'
    else:
        assert False


def test_nonlocal_binds_the_enclosing_name():
    def make():
        n = 0

        def up():
            nonlocal n
            n += 1
            return n

        def read():
            return n
        return up, read
    up, read = make()
    up2, read2 = make()
    assert up() == 1 and up() == 2 and read() == 2 and read2() == 0


def test_nonlocal_reaches_over_several_levels():
    def a():
        x = 1

        def b():
            def c():
                nonlocal x
                x = 5
            c()
        b()
        return x
    assert a() == 5


def test_closures_see_the_last_value():
    fs = [lambda: i for i in range(3)]
    assert [f() for f in fs] == [2, 2, 2]
    fs = [lambda i=i: i for i in range(3)]
    assert [f() for f in fs] == [0, 1, 2]


def test_an_unbound_free_variable():
    def f():
        def g():
            return x
        if False:
            x = 1
        return g
    try:
        f()()
    except NameError as e:
        assert str(e) == ("cannot access free variable 'x' where it is not associated with a "
                          "value in enclosing scope")
    else:
        assert False


def test_a_class_body_is_no_scope_for_its_methods():
    x = 'function'

    class C:
        x = 'class'
        y = x

        def read(self):
            return x
    assert C.y == 'class' and C().read() == 'function'


def test_a_class_body_reads_globals_then_builtins():
    class C:
        c = counter
        n = len
    assert C.c == counter and C.n is len


def test_a_class_body_may_change_an_enclosing_name():
    x = 1

    class C:
        nonlocal x
        x = 2
    assert x == 2 and not hasattr(C, 'x')


def test_comprehensions_have_their_own_scope():
    x = 'outer'
    assert [x for x in range(3)] == [0, 1, 2]
    assert {x: x for x in range(1)} and {x for x in 'a'}
    assert x == 'outer'


def test_the_first_iterable_of_a_comprehension_is_evaluated_outside():
    class C:
        items = [1, 2]
        doubled = [i * 2 for i in items]
    assert C.doubled == [2, 4]


def test_a_walrus_in_a_comprehension_binds_outside():
    assert [y := x * 2 for x in range(3)] == [0, 2, 4]
    assert y == 4
    assert any((found := n) > 3 for n in range(10)) and found == 4


def test_del_unbinds_names_attributes_items():
    x = 1
    del x
    try:
        x
    except UnboundLocalError:
        pass
    else:
        assert False

    class C:
        pass
    c = C()
    c.a = 1
    del c.a
    assert not hasattr(c, 'a')
    try:
        del c.a
    except AttributeError as e:
        assert str(e) == "'C' object has no attribute 'a'", str(e)
    d = {1: 2, 3: 4}
    del d[1]
    assert d == {3: 4}
    a, b, c = 1, 2, [3, 4]
    del a, (b, c[0])
    assert c == [4]


def test_del_of_an_unbound_local():
    def f():
        del x
        x = 1
    try:
        f()
    except UnboundLocalError as e:
        assert str(e) == "cannot access local variable 'x' where it is not associated with a value"
    else:
        assert False


def test_del_of_a_global_and_of_a_cell():
    names = {}
    exec('x = 1\ndel x', names)
    assert 'x' not in names
    try:
        exec('del x', names)
    except NameError as e:
        assert str(e) == "name 'x' is not defined"
    else:
        assert False

    def f():
        x = 1

        def g():
            return x
        del x
        return g
    try:
        f()()
    except NameError as e:
        assert 'free variable' in str(e)


def test_names_in_a_private_class_are_mangled():
    class C:
        __x = 1

        def get(self):
            return self.__x
    assert C().get() == 1 and C._C__x == 1 and not hasattr(C, '__x')


def test_locals_and_globals():
    a = 1
    names = locals()
    assert names['a'] == 1 and globals()['counter'] is counter
    assert 'test_locals_and_globals' in globals()


def test_builtins_are_found_last():
    names = {'len': lambda x: 'mine'}
    exec('r = len([])', names)
    assert names['r'] == 'mine'
    names = {}
    exec('r = len([])', names)
    assert names['r'] == 0


def test_recursive_closures():
    def outer():
        def fact(n):
            return 1 if n < 2 else n * fact(n - 1)
        return fact
    assert outer()(10) == 3628800
