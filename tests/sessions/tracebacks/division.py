def f(a, b):
    return 1 + a / b


print('before')
f(1, 0)
