/* The two C library functions the runtime uses; freestanding compilers supply them but have no string.h.
 * The builtin forms let the compiler expand copies of constant size even where library calls are not recognised (-ffreestanding). */
#ifndef QN_INTERNAL_MEMORY_H
#define QN_INTERNAL_MEMORY_H

#include <stddef.h>

#if defined(__GNUC__) || defined(__clang__)
#define QN_MEMCPY __builtin_memcpy
#define QN_MEMSET __builtin_memset
#else
void *memcpy(void *destination, const void *source, size_t bytes);
void *memset(void *destination, int value, size_t bytes);
#define QN_MEMCPY memcpy
#define QN_MEMSET memset
#endif

#endif
