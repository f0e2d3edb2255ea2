def f():
    raise TypeError('one')


errors = []
try:
    f()
except TypeError as e:
    errors.append(e)
errors.append(ValueError('two'))
raise ExceptionGroup('several', errors)
