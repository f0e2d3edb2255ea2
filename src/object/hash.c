/* Hashing of octets and addresses.
 *
 * SipHash-1-3 (Aumasson and Bernstein): a keyed hash, so that nobody who does not know the runtime's
 * secret can make keys that collide. One round a word and three at the end, as CPython 3.11 has it;
 * with the same secret the values are the same. */
#include <string.h>

#include "object/protocol.h"
#include "types/bytes.h"
#include "types/str.h"

static inline uint64_t rotate_left(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

static inline uint64_t word_read(const uint8_t *bytes, size_t count)
{
    uint64_t word = 0;
    memcpy(&word, bytes, count);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate_left(v[1], 13) ^ v[0];
    v[3] = rotate_left(v[3], 16) ^ v[2];
    v[0] = rotate_left(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = rotate_left(v[1], 17) ^ v[2];
    v[3] = rotate_left(v[3], 21) ^ v[0];
    v[2] = rotate_left(v[2], 32);
}

static uint64_t sip_hash(const uint64_t secret[2], const uint8_t *bytes, size_t length)
{
    uint64_t v[4] = {
        secret[0] ^ UINT64_C(0x736f6d6570736575), secret[1] ^ UINT64_C(0x646f72616e646f6d),
        secret[0] ^ UINT64_C(0x6c7967656e657261), secret[1] ^ UINT64_C(0x7465646279746573),
    };
    uint64_t last = (uint64_t)length << 56;
    for (; length >= 8; length -= 8, bytes += 8) {
        uint64_t word = word_read(bytes, 8);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    if (length != 0)
        last |= word_read(bytes, length);
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    sip_round(v);
    sip_round(v);
    sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

int64_t hash_bytes(Runtime *rt, const void *data, size_t length)
{
    if (length == 0)
        return 0; /* visible as hash('') == 0; it is not kept, and computed anew for nothing */
    uint64_t hash = sip_hash(rt->hash_secret, data, length);
    /* Small values mean "not computed" and "index of a constant", -1 means an error. */
    if (hash <= (uint64_t)STR_FROZEN_HASH_LIMIT)
        hash += UINT64_C(0x9e3779b97f4a7c15);
    return (int64_t)hash == -1 ? -2 : (int64_t)hash;
}

int64_t hash_pointer(const void *pointer)
{
    /* The low three bits of a block's address are always 0: turned to the top they do no harm. */
    int64_t hash = (int64_t)rotate_left((uint64_t)(uintptr_t)pointer, 64 - 3);
    return hash == -1 ? -2 : hash;
}
