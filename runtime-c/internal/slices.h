/* Copies one slice of bytes. Elements of common sizes are copied in few instructions, without a call. */
#ifndef QN_INTERNAL_SLICES_H
#define QN_INTERNAL_SLICES_H

#include <stdint.h>

#include "memory.h"

static inline void qn_copy_slice(uint8_t *to, const uint8_t *from, int32_t bytes)
{
    switch (bytes) {
    case 1: *to = *from; break;
    case 2: QN_MEMCPY(to, from, 2); break;
    case 4: QN_MEMCPY(to, from, 4); break;
    case 8: QN_MEMCPY(to, from, 8); break;
    default: QN_MEMCPY(to, from, (size_t)bytes); break;
    }
}

#endif
