/* Floats rounded to the grids of float16 and bfloat16, halves to even. By their bits, so that no processor's modes matter. */
#ifndef QN_INTERNAL_HALF_PRECISION_H
#define QN_INTERNAL_HALF_PRECISION_H

#include "float_math.h"

/* Drops the low `dropped` bits of the magnitude `bits`, to nearest, halves to even; a carry into the exponent is right too. */
static inline int32_t qn_drop_bits(int32_t bits, int32_t dropped)
{
    const int32_t kept = bits >> dropped;
    const int32_t half = 1 << (dropped - 1);
    return (int32_t)((uint32_t)((bits + half - 1 + (kept & 1)) >> dropped) << dropped);
}

static inline float qn_with_sign_of(int32_t magnitude, float x)
{
    return qn_bits_float((int32_t)((uint32_t)magnitude | ((uint32_t)qn_float_bits(x) & 0x80000000u)));
}

/* Normal numbers of half precision have 10 bits of mantissa; below 2^-14 the step is 2^-24. */
static inline float qn_nearest_f16(float x)
{
    const int32_t magnitude = qn_float_bits(x) & 0x7FFFFFFF;
    const int32_t exponent = magnitude >> 23;
    int32_t rounded;
    if (magnitude >= 0x7F800000) {
        return x;
    }
    if (exponent >= 113) {
        rounded = qn_drop_bits(magnitude, 13);
        return qn_with_sign_of(rounded > 0x477FE000 ? 0x7F800000 : rounded, x);
    }
    if (exponent < 102) {
        return qn_with_sign_of(0, x);
    }
    rounded = qn_drop_bits((magnitude & 0x7FFFFF) | 0x800000, 126 - exponent) >> (126 - exponent);
    return qn_with_sign_of(qn_float_bits((float)rounded * 5.9604644775390625e-8f), x);
}

static inline float qn_nearest_bf16(float x)
{
    const int32_t magnitude = qn_float_bits(x) & 0x7FFFFFFF;
    return magnitude >= 0x7F800000 ? x : qn_with_sign_of(qn_drop_bits(magnitude, 16), x);
}

#endif
