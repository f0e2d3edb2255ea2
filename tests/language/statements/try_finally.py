# try, except, else, finally, raise.


def test_except_catches_by_class_and_by_tuple():
    for kind in KeyError, IndexError:
        try:
            raise kind('x')
        except (ValueError, LookupError) as e:
            assert type(e) is kind
        else:
            assert False


def test_the_first_fitting_clause_wins():
    def f(error):
        try:
            raise error
        except ZeroDivisionError:
            return 'zero'
        except ArithmeticError:
            return 'arithmetic'
        except Exception:
            return 'exception'
        except:
            return 'any'
    assert f(ZeroDivisionError()) == 'zero'
    assert f(OverflowError()) == 'arithmetic'
    assert f(ValueError()) == 'exception'
    assert f(KeyboardInterrupt()) == 'any'


def test_the_name_of_a_caught_exception_is_unbound_afterwards():
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        e
    except UnboundLocalError as error:
        assert 'e' in str(error)
    else:
        assert False


def test_else_runs_only_without_an_exception():
    out = []
    try:
        out.append(1)
    except ValueError:
        out.append(2)
    else:
        out.append(3)
    finally:
        out.append(4)
    assert out == [1, 3, 4]


def test_an_exception_in_else_is_not_caught_by_its_try():
    out = []
    try:
        try:
            pass
        except ValueError:
            out.append('inner')
        else:
            raise ValueError
    except ValueError:
        out.append('outer')
    assert out == ['outer']


def test_finally_runs_on_return_and_may_replace_it():
    out = []

    def f():
        try:
            return out.append('try') or 1
        finally:
            out.append('finally')

    def g():
        try:
            return 1
        finally:
            return 2
    assert f() == 1 and out == ['try', 'finally']
    assert g() == 2


def test_return_value_is_computed_before_finally():
    def f():
        x = 1
        try:
            return x
        finally:
            x = 2
    assert f() == 1


def test_return_in_finally_swallows_the_exception():
    def f():
        try:
            raise ValueError
        finally:
            return 'swallowed'
    assert f() == 'swallowed'


def test_finally_runs_on_break_and_continue():
    out = []
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append('f%d' % i)
    assert out == [0, 'f0', 'f1', 2, 'f2', 'f3']


def test_break_in_finally_swallows_the_exception():
    for i in range(3):
        try:
            raise ValueError
        finally:
            break
    assert i == 0


def test_nested_finally_run_inside_out():
    out = []
    try:
        try:
            try:
                raise KeyError
            finally:
                out.append(1)
        finally:
            out.append(2)
    except KeyError:
        out.append(3)
    assert out == [1, 2, 3]


def test_raise_without_an_exception_reraises_the_current():
    def f():
        try:
            raise KeyError('k')
        except KeyError:
            raise
    try:
        f()
    except KeyError as e:
        assert e.args == ('k',) and e.__context__ is None
    else:
        assert False


def test_raise_with_nothing_to_reraise():
    try:
        raise
    except RuntimeError as e:
        assert str(e) == 'No active exception to reraise'
    else:
        assert False


def test_raise_takes_a_class_or_an_instance_and_nothing_else():
    try:
        raise ValueError
    except ValueError as e:
        assert e.args == ()
    for bad in 5, 'text', object, None:
        try:
            raise bad
        except TypeError as e:
            assert str(e) == 'exceptions must derive from BaseException'
        else:
            assert False


def test_except_with_what_is_no_exception_class_raises():
    try:
        try:
            raise ValueError
        except 5:
            pass
    except TypeError as e:
        assert str(e) == 'catching classes that do not inherit from BaseException is not allowed'
    else:
        assert False


def test_except_expressions_are_evaluated_only_when_needed():
    out = []

    def kind(k):
        out.append(k)
        return k
    try:
        pass
    except kind(ValueError):
        pass
    assert out == []
    try:
        raise KeyError
    except kind(ValueError):
        pass
    except kind(KeyError):
        pass
    except kind(OSError):
        pass
    assert out == [ValueError, KeyError]


def test_raise_from_sets_the_cause():
    cause = KeyError('k')
    try:
        raise ValueError('v') from cause
    except ValueError as e:
        assert e.__cause__ is cause and e.__suppress_context__
    try:
        raise ValueError from KeyError
    except ValueError as e:
        assert type(e.__cause__) is KeyError
    try:
        raise ValueError from None
    except ValueError as e:
        assert e.__cause__ is None and e.__suppress_context__
    try:
        raise ValueError from 5
    except TypeError as e:
        assert str(e) == 'exception causes must derive from BaseException'


def test_an_exception_while_handling_keeps_its_context():
    try:
        try:
            raise KeyError('first')
        except KeyError as first:
            kept = first
            raise ValueError('second')
    except ValueError as e:
        assert e.__context__ is kept and e.__cause__ is None and not e.__suppress_context__


def test_a_generator_finally_runs_on_close():
    out = []

    def g():
        try:
            yield 1
        finally:
            out.append('closed')
    it = g()
    next(it)
    it.close()
    assert out == ['closed']


def test_try_in_a_loop_of_many_exceptions():
    n = 0
    for i in range(1000):
        try:
            if i % 2:
                raise ValueError(i)
        except ValueError as e:
            n += e.args[0]
    assert n == 250000


def test_exceptions_pass_through_many_frames():
    def f(n):
        if n == 0:
            raise KeyError('deep')
        try:
            f(n - 1)
        finally:
            count.append(n)
    count = []
    try:
        f(50)
    except KeyError as e:
        assert e.args == ('deep',)
    assert count == list(range(1, 51))
