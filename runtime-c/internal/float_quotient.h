/* Division whose subnormal results are right with every compiler: libraries for cores without a floating-point unit may return 0 for them.
 * Differs from the operator only with QN_EXACT_FLOAT. */
#ifndef QN_INTERNAL_FLOAT_QUOTIENT_H
#define QN_INTERNAL_FLOAT_QUOTIENT_H

#include "float_math.h"

/* |value| = mantissa * 2^(exponent - 150) with the mantissa in [2^23, 2^24); value is finite and not 0. */
static inline int32_t qn_normal_mantissa(float value, int32_t *exponent)
{
    const int32_t bits = qn_float_bits(value) & 0x7FFFFFFF;
    int32_t mantissa = bits & 0x7FFFFF;
    int32_t e = bits >> 23;
    if (e > 0) {
        mantissa |= 1 << 23;
    } else {
        for (e = 1; mantissa < 1 << 23; e--) {
            mantissa *= 2;
        }
    }
    *exponent = e;
    return mantissa;
}

/* a / b of finite numbers that are not 0, where |a / b| < 2^-125: long division to one bit below the last one, then halves to even. */
static inline float qn_small_quotient(float a, float b)
{
    int32_t ea, eb;
    int32_t rest = qn_normal_mantissa(a, &ea);
    const int32_t divisor = qn_normal_mantissa(b, &eb);
    const int32_t negative = (qn_float_bits(a) < 0) != (qn_float_bits(b) < 0);
    int32_t steps = ea - eb + 150;
    int32_t halves = 0;
    int32_t result;
    if (steps < 0) {
        return negative ? -0.0f : 0.0f;
    }
    for (;;) {
        if (rest >= divisor) {
            rest -= divisor;
            halves++;
        }
        if (steps-- == 0) {
            break;
        }
        rest *= 2;
        halves *= 2;
    }
    result = halves / 2;
    if (halves % 2 != 0 && (rest != 0 || result % 2 != 0)) {
        result++;
    }
    return negative ? -qn_bits_float(result) : qn_bits_float(result);
}

static inline float qn_dividef(float a, float b)
{
    const float quotient = qn_rounded(a / b);
#if defined(QN_EXACT_FLOAT)
    if (quotient == 0.0f && a != 0.0f && (qn_float_bits(b) & 0x7FFFFFFF) < 0x7F800000) {
        return qn_small_quotient(a, b);
    }
#endif
    return quotient;
}

#endif
