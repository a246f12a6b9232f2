/* Products with two channels whose weights share halfwords 256 * c1 + c0: the sum of c0's products, taken from that of the halfwords,
 * leaves 256 times the sum of c1's. */
#ifndef QN_INTERNAL_DSP_DUAL_H
#define QN_INTERNAL_DSP_DUAL_H

#include "dsp.h"

/* Most quads for which the sum of c1's products, each at most 2^14, stays below 2^23, so that 256 times it fits 32 bits. */
#define QN_DSP_CHUNK 126

/* The sum of c1's products; both sums began at the same value. */
static inline int32_t qn_split_full(int32_t full, int32_t low)
{
    return (int32_t)((uint32_t)full - (uint32_t)low) >> 8;
}

#endif
