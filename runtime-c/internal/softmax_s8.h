/* How the int8 softmax divides by the sum of a row: one division per row, then a multiplication and a shift per element. */
#ifndef QN_INTERNAL_SOFTMAX_S8_H
#define QN_INTERNAL_SOFTMAX_S8_H

#include <stdint.h>

/* `levels` over a row's sum: y = (t * factor + 2^(shift-1)) >> shift - 128. */
typedef struct qn_reciprocal {
    uint32_t factor;
    int32_t shift;
} qn_reciprocal;

/* 1 <= levels <= 256: the steps of the output that make 1. */
static inline qn_reciprocal qn_reciprocal_of(uint32_t sum, uint32_t levels)
{
    qn_reciprocal r;
    int32_t k = 0;
    while ((sum >> (k + 15)) > 1u) {
        k++;
    }
    r.factor = k == 0 ? (levels << 23) / sum : (uint32_t)(((uint64_t)levels << (23 + k)) / sum);
    r.shift = 23 + k;
    return r;
}

static inline int8_t qn_probability(uint32_t t, const qn_reciprocal *r)
{
    /* t * factor stays below 2^31; only rows with a sum of 2^24 and more need 64 bits for the rounding. */
    const uint32_t q = r->shift < 32 ? (t * r->factor + ((uint32_t)1 << (r->shift - 1))) >> r->shift
                                     : (uint32_t)(((uint64_t)t * r->factor + ((uint64_t)1 << (r->shift - 1))) >> r->shift);
    return (int8_t)(q > 255u ? 127 : (int32_t)q - 128);
}

#endif
