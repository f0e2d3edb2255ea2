import sys
print(__name__, sys.argv[0].endswith('main_guard.py'), len(sys.argv), __doc__)
print(__file__.endswith('main_guard.py'), __builtins__ is not None, __spec__, __package__)
