"""Runs language tests: run.py [-v] [--light] [--only NAME] FILE...

Each FILE is executed in a namespace of its own; then its functions named test_* run in the
order of their definition. One line for each failure, `N passed, N failed` at the end, and
exit status 1 when something failed. Uses only builtins and sys, so that a young interpreter
can run it. --light leaves out the tests that a file names in HEAVY (for runs that collect at
every allocation, or fail each one), and those in COUNTING, which count automatic collections; --only runs the tests whose name contains NAME.
"""
import sys


def line_of(error, path):
    """The last line of `path` that the error went through."""
    line = 0
    entry = getattr(error, '__traceback__', None)
    while entry is not None:
        if entry.tb_frame.f_code.co_filename == path:
            line = entry.tb_lineno
        entry = entry.tb_next
    return line


def say(path, name, error):
    text = str(error)
    kind = type(error).__name__
    print('FAIL ' + path + ':' + str(line_of(error, path)) + ' ' + name + ': ' + kind
          + (': ' + text if text else ''))


def run_file(path, verbose, light, only):
    """Runs one file; gives back how many of its tests passed and failed."""
    try:
        with open(path, encoding='utf-8') as file:
            source = file.read()
        names = {'__name__': 'tests', '__file__': path, '__builtins__': __builtins__}
        exec(compile(source, path, 'exec'), names)
    except (Exception, SystemExit) as error:
        say(path, '(the file)', error)
        return 0, 1
    passed = failed = 0
    heavy = names.get('HEAVY', ()) + names.get('COUNTING', ()) if light else ()
    for name in list(names):
        if name.startswith('test_') and name not in heavy and only in name:
            if verbose:
                print(path, name)
            try:
                names[name]()
                passed += 1
            except (Exception, SystemExit) as error:
                failed += 1
                say(path, name, error)
    names.clear()
    return passed, failed


def main(arguments):
    verbose = light = False
    only = ''
    passed = failed = 0
    arguments = list(arguments)
    while arguments:
        argument = arguments.pop(0)
        if argument == '-v':
            verbose = True
        elif argument == '--light':
            light = True
        elif argument == '--only':
            only = arguments.pop(0)
        else:
            more = run_file(argument, verbose, light, only)
            passed += more[0]
            failed += more[1]
    print(passed, 'passed,', failed, 'failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
