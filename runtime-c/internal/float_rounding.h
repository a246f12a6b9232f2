/* Floats to the integers around them, as floats. The sign stays where the result is 0. */
#ifndef QN_INTERNAL_FLOAT_ROUNDING_H
#define QN_INTERNAL_FLOAT_ROUNDING_H

#include "float_math.h"

/* From here on every float is an integer. */
#define QN_ALL_INTEGERS 0x4B000000

static inline float qn_signed_as(float magnitude, float x)
{
    return qn_bits_float((int32_t)((uint32_t)qn_float_bits(magnitude) | ((uint32_t)qn_float_bits(x) & 0x80000000u)));
}

static inline float qn_floorf(float x)
{
    if ((qn_float_bits(x) & 0x7FFFFFFF) >= QN_ALL_INTEGERS) {
        return x;
    }
    {
        const float truncated = qn_rounded((float)(int32_t)x);
        const float below = truncated > x ? truncated - 1.0f : truncated;
        return below == 0.0f ? qn_signed_as(0.0f, x) : qn_rounded(below);
    }
}

static inline float qn_ceilf(float x)
{
    return -qn_floorf(-x);
}

/* Halves to even: adding 2^23 leaves no bits behind the point. */
static inline float qn_round_evenf(float x)
{
    const int32_t magnitude = qn_float_bits(x) & 0x7FFFFFFF;
    if (magnitude >= QN_ALL_INTEGERS) {
        return x;
    }
    {
        const float raised = qn_rounded(qn_bits_float(magnitude) + 8388608.0f);
        return qn_signed_as((float)(qn_float_bits(raised) - QN_ALL_INTEGERS), x);
    }
}

#endif
