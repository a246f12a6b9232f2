/* The two C library functions the runtime uses; freestanding compilers supply them but have no string.h. */
#ifndef QN_INTERNAL_MEMORY_H
#define QN_INTERNAL_MEMORY_H

#include <stddef.h>

void *memcpy(void *destination, const void *source, size_t bytes);
void *memset(void *destination, int value, size_t bytes);

#endif
