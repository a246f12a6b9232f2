/* memcpy and memset for bare-metal benches: what the C library of a firmware supplies. Sixteen bytes a step, words where both
 * sides are aligned. The compiler runtime has both too, but sets memory byte by byte on Cortex-M. */
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *destination, const void *source, size_t bytes);
void *memset(void *destination, int value, size_t bytes);

void *memcpy(void *destination, const void *source, size_t bytes)
{
    uint8_t *to = destination;
    const uint8_t *from = source;
    if ((((uintptr_t)to | (uintptr_t)from) & 3u) == 0u) {
        for (; bytes >= 16u; bytes -= 16u, to += 16, from += 16) {
            __builtin_memcpy(__builtin_assume_aligned(to, 4), __builtin_assume_aligned(from, 4), 16);
        }
    }
    for (; bytes >= 16u; bytes -= 16u, to += 16, from += 16) {
        __builtin_memcpy(to, from, 16);
    }
    while (bytes-- != 0u) {
        *to++ = *from++;
    }
    return destination;
}

void *memset(void *destination, int value, size_t bytes)
{
    uint8_t *to = destination;
    const uint32_t word = (uint32_t)(uint8_t)value * 0x01010101u;
    const uint32_t block[4] = {word, word, word, word};
    for (; bytes != 0u && ((uintptr_t)to & 3u) != 0u; bytes--) {
        *to++ = (uint8_t)value;
    }
    for (; bytes >= 16u; bytes -= 16u, to += 16) {
        __builtin_memcpy(__builtin_assume_aligned(to, 4), block, 16);
    }
    while (bytes-- != 0u) {
        *to++ = (uint8_t)value;
    }
    return destination;
}
