/* The reciprocal square root of a 64-bit integer, in integers alone: the same bits everywhere. */
#ifndef QN_INTERNAL_INTEGER_ROOT_H
#define QN_INTERNAL_INTEGER_ROOT_H

#include <stdint.h>

/* 1 / sqrt(value) = mantissa / 2^exponent, mantissa in [2^30, 2^31). */
typedef struct qn_inverse_root {
    int32_t mantissa;
    int32_t exponent;
} qn_inverse_root;

/* floor(sqrt(value)), bit by bit. */
static inline uint32_t qn_root_of(uint64_t value)
{
    uint64_t root = 0, bit = (uint64_t)1 << 62;
    for (; bit != 0; bit >>= 2) {
        if (value >= root + bit) {
            value -= root + bit;
            root = (root >> 1) + bit;
        } else {
            root >>= 1;
        }
    }
    return (uint32_t)root;
}

/* value of 0 counts as 1. The value is shifted to [2^62, 2^64) by an even count first, so that its root has 32 bits. */
static inline qn_inverse_root qn_inverse_root_of(uint64_t value)
{
    qn_inverse_root result = {0, 62};
    uint64_t mantissa;
    value = value ? value : 1;
    while (value < (uint64_t)1 << 62) {
        value <<= 2;
        result.exponent--;
    }
    mantissa = ((uint64_t)1 << 62) / qn_root_of(value);
    result.mantissa = mantissa < 0x7FFFFFFF ? (int32_t)mantissa : 0x7FFFFFFF;
    return result;
}

#endif
