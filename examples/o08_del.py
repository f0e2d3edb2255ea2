# O8 (S0): del unbinds the name. At the prompt: prompt/o08_del.in.
a = 1000
print(a)
del a
try:
    print(a)
except NameError as error:
    print('NameError:', error)


# The object goes only when nothing else holds it: del takes a name, not a value.
class Held:
    def __del__(self):
        print('gone')


x = Held()
y = x
del x
print('still held')
del y
print('end')
