/* The list behind names.h. Add freely, sorted within its group. */
#ifndef OURO_OBJECT_NAME_LIST_H
#define OURO_OBJECT_NAME_LIST_H

#define NAMES(X)                                                                                  \
    X(__abs__) X(__add__) X(__aenter__) X(__aexit__) X(__aiter__) X(__all__) X(__and__)           \
    X(__anext__) X(__annotations__) X(__await__) X(__bases__) X(__bool__) X(__build_class__)      \
    X(__builtins__) X(__bytes__) X(__call__) X(__cause__) X(__ceil__) X(__class__)                \
    X(__class_getitem__) X(__classcell__) X(__closure__) X(__code__) X(__complex__)               \
    X(__contains__) X(__context__) X(__copy__) X(__debug__) X(__deepcopy__) X(__defaults__)       \
    X(__del__) X(__delattr__) X(__delete__) X(__delitem__) X(__dict__) X(__dir__) X(__divmod__)   \
    X(__doc__) X(__enter__) X(__eq__) X(__exit__) X(__file__) X(__float__) X(__floor__)           \
    X(__floordiv__) X(__format__) X(__func__) X(__ge__) X(__get__) X(__getattr__)                 \
    X(__getattribute__) X(__getinitargs__) X(__getitem__) X(__getnewargs__)                       \
    X(__getnewargs_ex__) X(__getstate__) X(__globals__) X(__gt__) X(__hash__) X(__iadd__)         \
    X(__iand__) X(__ifloordiv__) X(__ilshift__) X(__imatmul__) X(__imod__) X(__import__)          \
    X(__imul__) X(__index__) X(__init__) X(__init_subclass__) X(__instancecheck__) X(__int__)     \
    X(__invert__) X(__ior__) X(__ipow__) X(__irshift__) X(__isabstractmethod__) X(__isub__)       \
    X(__iter__) X(__itruediv__) X(__ixor__) X(__kwdefaults__) X(__le__) X(__len__)                \
    X(__length_hint__) X(__loader__) X(__lshift__) X(__lt__) X(__main__) X(__match_args__)        \
    X(__matmul__) X(__missing__) X(__mod__) X(__module__) X(__mro__) X(__mro_entries__)           \
    X(__mul__) X(__name__) X(__ne__) X(__neg__) X(__new__) X(__next__) X(__notes__) X(__or__)     \
    X(__package__) X(__path__) X(__pos__) X(__pow__) X(__prepare__) X(__qualname__) X(__radd__)   \
    X(__rand__) X(__rdivmod__) X(__reduce__) X(__reduce_ex__) X(__repr__) X(__reversed__)         \
    X(__rfloordiv__) X(__rlshift__) X(__rmatmul__) X(__rmod__) X(__rmul__) X(__ror__)             \
    X(__round__) X(__rpow__) X(__rrshift__) X(__rshift__) X(__rsub__) X(__rtruediv__)             \
    X(__rxor__) X(__self__) X(__set__) X(__set_name__) X(__setattr__) X(__setitem__)              \
    X(__setstate__) X(__sizeof__) X(__slots__) X(__spec__) X(__str__) X(__sub__)                  \
    X(__subclasscheck__) X(__subclasses__) X(__subclasshook__) X(__suppress_context__)            \
    X(__traceback__) X(__truediv__) X(__trunc__) X(__type_params__) X(__weakref__)                \
    X(__wrapped__) X(__xor__) X(__abstractmethods__) X(__cached__) X(__base__) X(__slotnames__)   \
    X(__newobj__) X(__newobj_ex__) X(__objclass__) X(__text_signature__) X(__origin__)            \
    X(__args__) X(__parameters__) X(__unpacked__) X(__typing_subst__) X(__future__)               \
    X(ArithmeticError) X(Ellipsis) X(Exception) X(NoneType) X(args) X(append) X(arg) X(argv)      \
    X(as_integer_ratio) X(ascii) X(bool) X(buffer) X(builtins) X(byteorder) X(bytes) X(callable)  \
    X(category) X(characters_written) X(clear) X(close) X(closed) X(code) X(collected)            \
    X(conjugate) X(copy) X(copyreg) X(count) X(data) X(decode) X(default) X(defaultaction)        \
    X(denominator) X(dict) X(displayhook) X(encode) X(encoding) X(end) X(end_lineno)              \
    X(end_offset) X(errno) X(errors) X(exc_info) X(excepthook) X(exec) X(extend) X(fdel) X(fget)  \
    X(file) X(filename) X(filename2) X(fileno) X(filters) X(fillvalue) X(find) X(flush)           \
    X(format) X(fromkeys) X(fset) X(gc) X(generation) X(get) X(globals) X(imag) X(index)          \
    X(initial) X(insert) X(int) X(isatty) X(items) X(iter) X(join) X(key) X(keys) X(last_exc)     \
    X(last_traceback) X(last_type) X(last_value) X(level) X(lineno) X(list) X(lock) X(locals)     \
    X(main) X(maxsplit) X(metaclass) X(mode) X(module) X(modules) X(mro) X(msg) X(name)           \
    X(newline) X(next) X(numerator) X(obj) X(object) X(offset) X(onceregistry) X(open) X(path)    \
    X(pop) X(popitem) X(print) X(print_file_and_line) X(ps1) X(ps2) X(range) X(read)              \
    X(readable) X(readline) X(readlines) X(real) X(reason) X(remove) X(repr) X(reverse)           \
    X(reversed) X(seek) X(send) X(sep) X(set) X(setdefault) X(site) X(softspace) X(sort)          \
    X(source) X(split) X(start) X(stderr) X(stdin) X(stdout) X(step) X(stop) X(str) X(strict)     \
    X(strerror) X(strip) X(sys) X(tell) X(text) X(throw) X(tuple) X(type) X(uncollectable)        \
    X(unraisablehook) X(update) X(value) X(values) X(version) X(warn) X(warnings) X(warnoptions)  \
    X(weakref) X(winerror) X(writable) X(write) X(writelines) X(zip)                              \
    X(__unraisablehook__) X(err_msg) X(exc_traceback) X(exc_type) X(exc_value) X(tracebacklimit)  \
    X(getattr) X(has_location) X(_initializing) X(loader) X(origin) X(_run_exitfuncs)             \
    X(_shutdown) X(atexit) X(threading) X(derive) X(__warningregistry__) X(_)                     \
    X(path_hooks) X(path_importer_cache) X(meta_path) X(__interactivehook__) X(__stdin__)         \
    X(__stdout__) X(__stderr__)                                                                   \
    X(genexpr) X(lambda) X(listcomp) X(dictcomp) X(setcomp)

#endif
