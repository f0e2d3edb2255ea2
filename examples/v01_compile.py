# V1 (S3): source text is compiled to bytecode, which a virtual machine runs.
import sys

source = '''
def double(x):
    return x * 2
z = double(21)
'''
code = compile(source, 'text', 'exec')
print(type(code).__name__, code.co_name, code.co_filename)
print(type(code.co_code).__name__, len(code.co_code) > 0)
names = {}
exec(code, names)
print(names['z'])

double = names['double'].__code__
print(double.co_name, double.co_argcount, double.co_varnames, double.co_firstlineno)
print(eval(compile('6 * 7', 'expression', 'eval')))

# The listing. Ouro's machine has registers and CPython's a stack, so the listings differ.
import dis


class Capture:
    def __init__(self):
        self.text = ''

    def write(self, text):
        self.text += text


screen, sys.stdout = sys.stdout, Capture()
dis.dis(double)
listing, sys.stdout = sys.stdout.text, screen
print(len(listing.splitlines()) >= 2, 'RETURN' in listing.upper())

try:
    compile('x = = 1', 'text', 'exec')
except SyntaxError as error:
    print('SyntaxError:', error.msg, error.lineno, error.offset)
