# P3 (S1): one object for a class: by __new__ and by a metaclass. (yaml comes later.)
#
# Slips mended: `*argsm **kwargs`, `cls.instances`, the return that only the first call
# reaches, `endwith`, and `super().__init__(self, ...)`, which hands self over twice.
import sys


class Single:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance


print(Single() is Single())


class Glyph:
    """Flyweight: one object for each letter."""
    _glyphs = {}

    def __new__(cls, letter):
        if letter not in cls._glyphs:
            glyph = super().__new__(cls)
            glyph.letter = letter
            cls._glyphs[letter] = glyph
        return cls._glyphs[letter]


text = [Glyph(letter) for letter in 'hello world']
print(len(text), len(set(map(id, text))), text[2] is text[3])


class Singleton(type):
    _instances = {}

    def __call__(cls, *args, **kwargs):
        if cls not in cls._instances:
            cls._instances[cls] = super(Singleton, cls).__call__(*args, **kwargs)
        return cls._instances[cls]


class ConfigDictError(Exception):
    def __init__(self, message):
        super().__init__(message)


class ConfigDict(dict, metaclass=Singleton):
    def __init__(self):
        super().__init__(self.read_config_file())

    @staticmethod
    def read_config_file():
        config_file_path = sys.argv[-1]
        if not config_file_path.endswith('.yml'):
            name = config_file_path.split('/')[-1]
            raise ConfigDictError(message=f'yml file not passed into flask app but {name} instead')
        with open(config_file_path) as file:
            pairs = (line.split(':', 1) for line in file if ':' in line)
            return {key.strip(): value.strip() for key, value in pairs}


# The last argument is the program itself when no other is given.
try:
    ConfigDict()
except ConfigDictError as error:
    print('ConfigDictError:', error)

sys.argv.append(sys.argv[0].replace('p03_singleton.py', 'p03_config.yml'))
config = ConfigDict()
print(config, type(config).__name__, isinstance(config, dict))
sys.argv[-1] = 'elsewhere.txt'
print(ConfigDict() is config)               # made once: the file is not read again
config['port'] = '8080'
print(ConfigDict()['port'])
