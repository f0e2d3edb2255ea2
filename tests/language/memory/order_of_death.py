# When objects die, and in which order.

log = []


class D:
    def __init__(self, name, *held):
        self.name = name
        self.held = held

    def __del__(self):
        log.append(self.name)


def taken():
    out = list(log)
    log.clear()
    return out


def test_rebinding_kills_the_old_object_after_the_new_one_is_made():
    class Noting(D):
        def __init__(self, name):
            super().__init__(name)
            log.append('made ' + name)
    a = Noting('first')
    a = Noting('second')
    assert taken() == ['made first', 'made second', 'first']
    del a
    assert taken() == ['second']


def test_del_kills_at_once():
    a = D('a')
    del a
    assert taken() == ['a']


def test_del_of_several_names_goes_from_left_to_right():
    a, b, c = D('a'), D('b'), D('c')
    del c, a, b
    assert taken() == ['c', 'a', 'b']


def test_a_temporary_dies_at_the_end_of_its_expression():
    D('t')
    assert taken() == ['t']
    D('t').name
    assert taken() == ['t']
    x = D('t').name + 'x'
    assert taken() == ['t'] and x == 'tx'


def test_a_temporary_operand_dies_before_the_next_is_made():
    def note(x):
        log.append(x)
        return 'n'
    D('a').name + note('b')
    assert taken() == ['a', 'b']


def test_a_temporary_argument_dies_when_the_call_returns():
    def f(x):
        log.append('in')
    f(D('a'))
    log.append('after')
    assert taken() == ['in', 'a', 'after']


def test_a_parameter_can_be_killed_inside_the_call():
    def f(x):
        del x
        log.append('in')
    f(D('a'))
    assert taken() == ['a', 'in']
    def g(x):
        x = None
        log.append('in')
    g(D('a'))
    assert taken() == ['a', 'in']


def test_locals_die_at_return_in_order_of_their_slots():
    def f():
        a = D('a')
        b = D('b')
        c = D('c')
    f()
    assert taken() == ['a', 'b', 'c']

    def g():
        c = D('c')
        a = D('a')
        b = D('b')
    g()
    assert taken() == ['c', 'a', 'b']


def test_arguments_die_before_locals():
    def f(x, y):
        a = D('a')
    f(D('x'), D('y'))
    assert taken() == ['x', 'y', 'a']


def test_the_result_is_computed_before_locals_die():
    def f():
        a = D('a')
        return log.append('result') or 1
    f()
    assert taken() == ['result', 'a']


def test_the_returned_object_lives_on():
    def f():
        a, b = D('a'), D('b')
        return a
    x = f()
    assert taken() == ['b']
    del x
    assert taken() == ['a']


def test_a_discarded_result_dies_at_once():
    def f():
        return D('a')
    f()
    log.append('next')
    assert taken() == ['a', 'next']


def test_list_items_die_from_the_last_to_the_first():
    l = [D('a'), D('b'), D('c')]
    del l
    assert taken() == ['c', 'b', 'a']


def test_tuple_items_die_from_the_last_to_the_first():
    t = (D('a'), D('b'), D('c'))
    del t
    assert taken() == ['c', 'b', 'a']


def test_list_clear_kills_from_the_last_to_the_first():
    l = [D('a'), D('b')]
    l.clear()
    assert taken() == ['b', 'a']


def test_dict_items_die_in_order_key_before_value():
    d = {D('k1'): D('v1'), D('k2'): D('v2')}
    del d
    assert taken() == ['k1', 'v1', 'k2', 'v2']


def test_dict_clear_and_pop():
    d = {1: D('a'), 2: D('b'), 3: D('c')}
    d.pop(2)
    assert taken() == ['b']
    d.clear()
    assert taken() == ['a', 'c']


def test_replacing_a_dict_value_kills_the_old_one():
    d = {1: D('a')}
    d[1] = D('b')
    assert taken() == ['a']
    del d[1]
    assert taken() == ['b']


def test_a_key_that_is_there_is_kept_and_the_new_one_dies():
    class K(D):
        def __hash__(self):
            return 1

        def __eq__(self, other):
            return True
    d = {K('old'): 1}
    d[K('new')] = 2
    assert taken() == ['new']
    d.clear()
    assert taken() == ['old']


def test_nested_containers_die_depth_first():
    # [C, A(child B)]: A, then B, then C
    l = [D('C'), D('A', D('B'))]
    del l
    assert taken() == ['A', 'B', 'C']
    l = [[D('a'), D('b')], [D('c'), D('d')]]
    del l
    assert taken() == ['d', 'c', 'b', 'a']


def test_attributes_die_after_the_object_in_order_of_their_making():
    d = D('d')
    d.z = D('z')
    d.a = D('a')
    d.m = D('m')
    del d
    assert taken() == ['d', 'z', 'a', 'm']


def test_attributes_in_a_materialised_dict_die_in_the_same_order():
    d = D('d')
    d.z = D('z')
    d.a = D('a')
    assert sorted(d.__dict__) == ['a', 'held', 'name', 'z']
    del d
    assert taken() == ['d', 'z', 'a']


def test_slots_die_in_order_of_the_sorted_names():
    class S:
        __slots__ = ('b', 'a')

        def __del__(self):
            log.append('s')
    s = S()
    s.a, s.b = D('a'), D('b')
    del s
    assert taken() == ['s', 'a', 'b']


def test_rebinding_an_attribute_kills_the_old_value():
    h = D('h')
    h.x = D('1')
    h.x = D('2')
    assert taken() == ['1']
    del h.x
    assert taken() == ['2']
    del h
    assert taken() == ['h']


def test_a_loop_variable_dies_when_the_next_item_comes():
    for x in (D(str(i)) for i in range(3)):
        log.append('body ' + x.name)
    log.append('end')
    del x
    assert taken() == ['body 0', '0', 'body 1', '1', 'body 2', 'end', '2']


def test_the_list_of_a_loop_dies_at_its_end():
    for x in [D('a'), D('b')]:
        pass
    log.append('end')
    assert taken() == ['a', 'end']
    del x
    assert taken() == ['b']


def test_the_list_of_a_loop_dies_at_break():
    for x in [D('a'), D('b')]:
        break
    log.append('end')
    assert taken() == ['b', 'end']
    del x
    assert taken() == ['a']


def test_a_comprehension_variable_dies_with_each_item():
    names = [x.name for x in (D(str(i)) for i in range(3))]
    assert taken() == ['0', '1', '2']


def test_a_condition_temporary_dies_before_the_body():
    if D('c').name:
        log.append('body')
    assert taken() == ['c', 'body']
    while D('w').name:
        log.append('body')
        break
    assert taken() == ['w', 'body']


def test_boolean_operators_kill_the_refused_operand():
    class F(D):
        def __bool__(self):
            return False
    x = F('f') or log.append('right') or 1
    assert taken() == ['f', 'right']
    x = D('t') and log.append('right') or 1
    assert taken() == ['t', 'right']
    y = D('kept') or 1
    assert taken() == []
    del y
    assert taken() == ['kept']


def test_ternary_kills_its_condition_first():
    x = log.append('then') if D('c').held == () else None
    assert taken() == ['c', 'then']


def test_comparison_kills_its_operands():
    D('a') == D('b')
    assert taken() == ['a', 'b']
    D('a') is D('b')
    log.append('end')
    assert taken() == ['a', 'b', 'end']


def test_binary_operators_kill_left_then_right():
    class N(D):
        def __add__(self, other):
            log.append('+')
            return 1
    N('l') + N('r')
    assert taken() == ['+', 'l', 'r']


def test_subscript_kills_the_container_then_the_key():
    class L(D):
        def __getitem__(self, key):
            log.append('get')
            return 1
    L('container')[D('key')]
    assert taken() == ['get', 'container', 'key']


def test_item_of_a_temporary_list_lives():
    x = [D('a'), D('b')][0]
    assert taken() == ['b']
    del x
    assert taken() == ['a']


def test_attribute_of_a_temporary_lives():
    x = D('outer', D('inner')).held
    assert taken() == ['outer']
    del x
    assert taken() == ['inner']


def test_a_method_call_on_a_temporary():
    class M(D):
        def m(self):
            log.append('m')
            return self
    M('a').m().m()
    assert taken() == ['m', 'm', 'a']


def test_augmented_assignment_kills_the_old_value():
    class N(D):
        def __iadd__(self, other):
            return D('new')
    a = N('old')
    a += 1
    assert taken() == ['old']
    del a
    assert taken() == ['new']


def test_unpacking_kills_what_names_held():
    a, b = D('a1'), D('b1')
    a, b = D('a2'), D('b2')
    # 3.11 turns a swap of just made values into stores from the right
    assert taken() == ['b1', 'a1']
    a, b, c = D('a3'), D('b3'), D('c3')
    assert taken() == ['b2', 'a2'], log
    x = D('a4'), D('b4')
    a, b = x
    assert taken() == ['a3', 'b3']
    del a, b, c, x
    log.clear()


def test_unpacked_container_dies_after_its_items_are_taken():
    class T(D):
        def __iter__(self):
            return iter([1, 2])
    a, b = T('container')
    assert taken() == ['container']


def test_slice_assignment_kills_replaced_items():
    l = [D('a'), D('b'), D('c')]
    l[0:2] = [D('x')]
    assert taken() == ['b', 'a']
    del l[0]
    assert taken() == ['x']
    l *= 0
    assert taken() == ['c']


def test_set_elements_die_with_the_set():
    s = {D('a')}
    s.add(D('b'))
    s.clear()
    assert sorted(taken()) == ['a', 'b']


def test_string_formatting_kills_its_arguments():
    '%s' % D('a').name
    f'{D("b").name}'
    '{.name}'.format(D('c'))
    assert taken() == ['a', 'b', 'c']


def test_global_and_cell_variables():
    names = {'D': D}
    exec('a = D("g")\na = None', names)
    assert taken() == ['g']

    def f():
        x = D('cell')

        def g():
            return x
        x = None
        log.append('after')
    f()
    assert taken() == ['cell', 'after']


def test_a_closure_keeps_its_variable_until_it_dies():
    def make():
        x = D('x')
        return lambda: x
    f = make()
    assert taken() == []
    del f
    assert taken() == ['x']


def test_class_dies_only_by_collection():
    import gc

    class C:
        held = D('held')
    assert taken() == []
    del C
    assert taken() == []
    gc.collect()
    assert taken() == ['held']


def test_default_arguments_die_with_the_function():
    def f(x=D('default')):
        pass
    del f
    assert taken() == ['default']


def test_a_bound_method_keeps_its_object():
    class C(D):
        def m(self):
            pass
    m = C('c').m
    assert taken() == []
    del m
    assert taken() == ['c']


def test_globals_of_exec_die_with_their_dict():
    names = {'D': D}
    exec('a = D("a")\nb = D("b")', names)
    del names
    assert taken() == ['a', 'b']


def test_lambda_arguments():
    (lambda x: log.append('in'))(D('x'))
    assert taken() == ['in', 'x']


def test_a_starred_call_kills_its_tuple():
    def f(*args):
        log.append('in')
    f(*[D('a'), D('b')])
    assert taken() == ['in', 'b', 'a']


def test_a_keyword_call_kills_its_dict():
    def f(**kw):
        log.append('in')
    f(x=D('a'))
    assert taken() == ['in', 'a']


def test_constructor_arguments():
    class C:
        def __init__(self, x):
            log.append('init')
    c = C(D('arg'))
    assert taken() == ['init', 'arg']


def test_del_of_an_item_and_a_slice():
    l = [D('a'), D('b'), D('c'), D('d')]
    del l[1]
    assert taken() == ['b']
    del l[::2]
    assert sorted(taken()) == ['a', 'd']
    l.pop()
    assert taken() == ['c']


def test_deep_chain_dies_from_the_head():
    a = None
    for i in range(5):
        a = D(str(i), a)
    a = None
    assert taken() == ['4', '3', '2', '1', '0']


def test_a_frames_stack_temporaries_die_on_exception():
    def f():
        raise ValueError
    try:
        [D('a'), D('b'), f()]
    except ValueError:
        log.append('caught')
    assert taken() == ['b', 'a', 'caught']


def test_items_of_long_slices_die_last_first():
    row = [D(str(i)) for i in range(30)]
    del row[5:25]
    assert taken() == [str(i) for i in range(24, 4, -1)]
    assert [d.name for d in row] == ['0', '1', '2', '3', '4', '25', '26', '27', '28', '29']
    row = [[i] for i in range(30)]
    del row[1::2]
    assert row == [[i] for i in range(0, 30, 2)]


# They count collections, or look between two: they cannot hold where every allocation collects.
COUNTING = (
    'test_class_dies_only_by_collection',
)
