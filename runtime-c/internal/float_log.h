/* Natural logarithms of x and of 1 + x without libm, to about 1 ulp; subnormal arguments too. */
#ifndef QN_INTERNAL_FLOAT_LOG_H
#define QN_INTERNAL_FLOAT_LOG_H

#include "float_functions.h"
#include "float_quotient.h"

/* log(1 + f) for 1 + f in [sqrt(1/2), sqrt(2)]; minimax with relative error below 2^-30. */
static inline float qn_log_near_one(float f)
{
    const float z = qn_rounded(f * f);
    float p = qn_fmaf(6.74660131e-2f, f, -1.16756409e-1f);
    p = qn_fmaf(p, f, 1.18881747e-1f);
    p = qn_fmaf(p, f, -1.24055915e-1f);
    p = qn_fmaf(p, f, 1.42195508e-1f);
    p = qn_fmaf(p, f, -1.66679963e-1f);
    p = qn_fmaf(p, f, 2.00021192e-1f);
    p = qn_fmaf(p, f, -2.50000089e-1f);
    p = qn_fmaf(p, f, 3.33333135e-1f);
    p = qn_rounded(p * f);
    return qn_rounded(f + qn_rounded(z * qn_rounded(p - 0.5f)));
}

/* log(x) + low, for x positive and finite. */
static inline float qn_log_plus(float x, float low)
{
    const int32_t scale = x < 1.17549435e-38f ? 23 : 0;
    const int32_t bits = qn_float_bits(scale != 0 ? qn_rounded(x * 8388608.0f) : x);
    /* Exponent such that the mantissa lies in [sqrt(1/2), sqrt(2)). */
    const int32_t n = (bits - 0x3F3504F3) >> 23;
    const float f = qn_bits_float(bits - n * (1 << 23)) - 1.0f;
    const float e = (float)(n - scale);
    return qn_fmaf(e, QN_LN2_HIGH, qn_rounded(qn_fmaf(e, QN_LN2_LOW, low) + qn_log_near_one(qn_rounded(f))));
}

/* NaN below 0, -infinity for zeros. */
static inline float qn_logf(float x)
{
    if (x > 0.0f && qn_float_bits(x) < 0x7F800000) {
        return qn_log_plus(x, 0.0f);
    }
    return x == 0.0f ? qn_bits_float((int32_t)0xFF800000) : x > 0.0f || qn_is_nan(x) ? x : qn_bits_float(0x7FC00000);
}

/* log(1 + x); NaN below -1. */
static inline float qn_log1pf(float x)
{
    if (x > -0.29f && x < 0.41f) {
        return qn_log_near_one(x);
    }
    if (x > -1.0f && qn_float_bits(x) < 0x7F800000) {
        const float sum = qn_rounded(1.0f + x);
        const float lost = x < 1.0f ? qn_rounded(x - qn_rounded(sum - 1.0f)) : qn_rounded(1.0f - qn_rounded(sum - x));
        return qn_log_plus(sum, qn_dividef(lost, sum));
    }
    return x == -1.0f ? qn_bits_float((int32_t)0xFF800000) : x > 0.0f || qn_is_nan(x) ? x : qn_bits_float(0x7FC00000);
}

#endif
