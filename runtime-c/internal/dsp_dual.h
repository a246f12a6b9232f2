/* Products with two channels whose weights share halfwords 256 * c1 + c0: the sum of c0's products, taken from that of the halfwords,
 * leaves 256 times the sum of c1's. With QN_OFFSET_WEIGHTS halfwords are 256 * c1 + (c0 + 128), which fits 16 bits for all weights: both sums
 * then start lower by 128 times the sum of the patch, which the two pixels of a pair have in the words behind their quads. */
#ifndef QN_INTERNAL_DSP_DUAL_H
#define QN_INTERNAL_DSP_DUAL_H

#include "dsp.h"

/* Most quads for which the sum of c1's products, each at most 2^14, stays below 2^23, so that 256 times it fits 32 bits. What c0 gives may
 * wrap: it is the same in both sums, modulo 2^32, and the sum of its products with the offset taken off is that of the layer. */
#define QN_DSP_CHUNK 126

/* The sum of c1's products; both sums began at the same value. */
static inline int32_t qn_split_full(int32_t full, int32_t low)
{
    return (int32_t)((uint32_t)full - (uint32_t)low) >> 8;
}

#if defined(QN_OFFSET_WEIGHTS)

/* Words behind the quads of two patches. */
#define QN_STARTS 2

/* Twice -128. */
#define QN_OFFSET_PAIR 0xFF80FF80u

/* -128 times the sum of each of two interleaved patches, behind their quads. */
static inline void qn_put_starts(uint32_t *patches, int32_t quads)
{
    int32_t first = 0, second = 0;
    QN_NO_UNROLL
    for (; quads > 0; quads--) {
        first = qn_dot_pairs(patches[0], QN_OFFSET_PAIR, first);
        second = qn_dot_pairs(patches[1], QN_OFFSET_PAIR, second);
        first = qn_dot_pairs(patches[2], QN_OFFSET_PAIR, first);
        second = qn_dot_pairs(patches[3], QN_OFFSET_PAIR, second);
        QN_STEP(patches, 4);
    }
    patches[0] = (uint32_t)first;
    patches[1] = (uint32_t)second;
}

static inline int32_t qn_start_sum(int32_t bias, const uint32_t *start)
{
    return (int32_t)((uint32_t)bias + *start);
}

#else

#define QN_STARTS 0

static inline void qn_put_starts(const uint32_t *patches, int32_t quads)
{
    (void)patches;
    (void)quads;
}

static inline int32_t qn_start_sum(int32_t bias, const uint32_t *start)
{
    (void)start;
    return bias;
}

#endif

#endif
