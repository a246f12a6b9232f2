/* expf, sigmoidf and tanhf without libm; relative error below 2 ulp.
 * Twins of src/numeric/float-functions.ts: identical bits where qn_fmaf does not fuse. Subnormal results become 0. */
#ifndef QN_INTERNAL_FLOAT_FUNCTIONS_H
#define QN_INTERNAL_FLOAT_FUNCTIONS_H

#include "float_math.h"

#define QN_LOG2_E 1.44269504f
/* ln 2 in two parts; the first has 9 bits, so that n times it is exact. */
#define QN_LN2_HIGH 0.693359375f
#define QN_LN2_LOW (-2.12194442e-4f)
#define QN_EXP_MIN (-87.3f)
#define QN_EXP_MAX 88.7f

/* 2^n for n in [-126, 127]. */
static inline float qn_power_of_two(int32_t n)
{
    return qn_bits_float((n + 127) * (1 << 23));
}

/* exp(x) for x in [QN_EXP_MIN, QN_EXP_MAX]. */
static inline float qn_expf_in_range(float x)
{
    const int32_t n = qn_round_even(qn_rounded(x * QN_LOG2_E));
    const float r = qn_fmaf((float)n, -QN_LN2_LOW, qn_fmaf((float)n, -QN_LN2_HIGH, x));
    float q = qn_fmaf(1.38142e-3f, r, 8.3689e-3f);
    q = qn_fmaf(q, r, 4.166841e-2f);
    q = qn_fmaf(q, r, 1.6666519e-1f);
    q = qn_fmaf(q, r, 4.9999993e-1f);
    q = qn_fmaf(q, r * r, r) + 1.0f;
    return n > 127 ? q * 2.0f * qn_power_of_two(127) : q * qn_power_of_two(n);
}

/* 0 below QN_EXP_MIN, infinity above QN_EXP_MAX, NaN for NaN. */
static inline float qn_expf(float x)
{
    if (qn_is_nan(x)) {
        return x;
    }
    if (x < QN_EXP_MIN) {
        return 0.0f;
    }
    return x > QN_EXP_MAX ? qn_bits_float(0x7F800000) : qn_expf_in_range(x);
}

static inline float qn_sigmoidf(float x)
{
    const float e = qn_expf(x > 0.0f ? -x : x);
    const float s = 1.0f / (1.0f + e);
    return qn_rounded(x < 0.0f ? e * s : s);
}

static inline float qn_tanhf(float x)
{
    const float a = x < 0.0f ? -x : x;
    if (a < 0.625f) {
        const float z = x * x;
        float q = qn_fmaf(-5.70498e-3f, z, 2.063908e-2f);
        q = qn_fmaf(q, z, -5.373971e-2f);
        q = qn_fmaf(q, z, 1.3331442e-1f);
        q = qn_fmaf(q, z, -3.3333282e-1f);
        return qn_fmaf(q * z, x, x);
    }
    if (qn_is_nan(a)) {
        return x;
    }
    {
        const float t = a > 9.02f ? 1.0f : 1.0f - 2.0f / (qn_expf(a + a) + 1.0f);
        return qn_rounded(x < 0.0f ? -t : t);
    }
}

#endif
