# W2 (S0): a cache that holds its image weakly.
#
# The seed's get_image assigns `cache` without `global`, so its first line would raise
# UnboundLocalError; it gives back the weak reference instead of the image; and it never asks
# whether the image is still there. All three are mended here.
import weakref

loads = 0
cache = None


class Image:
    def __init__(self, data):
        self.data = data

    def __del__(self):
        print('image dropped')


def load():
    global loads
    loads += 1
    return Image(b'\x89PNG' * 4)


def get_image():
    global cache
    image = cache() if cache is not None else None
    if image is None:
        image = load()
        cache = weakref.ref(image)
    return image


def show(image):
    print('showing', len(image.data), 'bytes, loads so far:', loads)


held = get_image()
show(held)
show(get_image())           # somebody holds it: it is not loaded again
del held
show(get_image())           # nobody did: loaded again, and dropped after showing
print('other codes')
print(cache())
show(get_image())
print('end')


def broken():
    if cache is None:       # the seed's slip
        cache = 1


try:
    broken()
except UnboundLocalError as error:
    print('UnboundLocalError:', error)
