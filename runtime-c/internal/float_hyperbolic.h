/* exp(x) - 1, sinh, cosh and their inverses without libm, to about 3 ulp. */
#ifndef QN_INTERNAL_FLOAT_HYPERBOLIC_H
#define QN_INTERNAL_FLOAT_HYPERBOLIC_H

#include "float_log.h"
#include "float_quotient.h"
#include "float_sqrt.h"

/* exp(x) - 1 without loss near 0. */
static inline float qn_expm1f(float x)
{
    if (x > -0.34f && x < 0.34f) {
        float q = qn_fmaf(1.38142e-3f, x, 8.3689e-3f);
        q = qn_fmaf(q, x, 4.166841e-2f);
        q = qn_fmaf(q, x, 1.6666519e-1f);
        q = qn_fmaf(q, x, 4.9999993e-1f);
        return qn_fmaf(q, qn_rounded(x * x), x);
    }
    return qn_rounded(qn_expf(x) - 1.0f);
}

/* exp(a) / 2 for a >= 0, as far as that is finite. */
static inline float qn_half_exp(float a)
{
    return a < 80.0f ? qn_rounded(0.5f * qn_expf(a)) : a < 89.5f ? qn_rounded(qn_rounded(0.5f * qn_expf(a - 8.0f)) * 2980.95801f) : qn_bits_float(0x7F800000);
}

static inline float qn_sinhf(float x)
{
    const float a = x < 0.0f ? -x : x;
    if (a < 1.0f) {
        const float z = qn_rounded(x * x);
        float p = qn_fmaf(2.81750204e-6f, z, 1.98360562e-4f);
        p = qn_fmaf(p, z, 8.33335053e-3f);
        p = qn_fmaf(p, z, 1.66666672e-1f);
        return qn_fmaf(qn_rounded(p * z), x, x);
    }
    if (qn_is_nan(a)) {
        return x;
    }
    {
        const float half = qn_half_exp(a);
        const float y = qn_rounded(half - (half < 1e10f ? qn_dividef(0.25f, half) : 0.0f));
        return x < 0.0f ? -y : y;
    }
}

static inline float qn_coshf(float x)
{
    const float a = x < 0.0f ? -x : x;
    if (qn_is_nan(a)) {
        return x;
    }
    {
        const float half = qn_half_exp(a);
        return qn_rounded(half + (half < 1e10f ? qn_dividef(0.25f, half) : 0.0f));
    }
}

/* log1p(a + a^2 / (1 + sqrt(a^2 + 1))) with the sign of x. */
static inline float qn_asinhf(float x)
{
    const float a = x < 0.0f ? -x : x;
    float y;
    if (a < 1e-4f || qn_float_bits(a) >= 0x7F800000) {
        return x;
    }
    if (a > 1e9f) {
        y = qn_rounded(qn_logf(a) + 0.693147182f);
    } else {
        const float square = qn_rounded(a * a);
        y = qn_log1pf(qn_rounded(a + qn_dividef(square, qn_rounded(1.0f + qn_sqrtf(qn_rounded(square + 1.0f))))));
    }
    return x < 0.0f ? -y : y;
}

/* NaN below 1. */
static inline float qn_acoshf(float x)
{
    if (!(x >= 1.0f)) {
        return qn_bits_float(0x7FC00000);
    }
    if (x > 1e9f) {
        return qn_float_bits(x) >= 0x7F800000 ? x : qn_rounded(qn_logf(x) + 0.693147182f);
    }
    {
        const float t = qn_rounded(x - 1.0f);
        return qn_log1pf(qn_rounded(t + qn_sqrtf(qn_fmaf(t, t, qn_rounded(t + t)))));
    }
}

/* log1p(2a / (1 - a)) / 2; NaN outside [-1, 1]. */
static inline float qn_atanhf(float x)
{
    const float a = x < 0.0f ? -x : x;
    if (a < 1e-4f) {
        return x;
    }
    if (!(a <= 1.0f)) {
        return qn_bits_float(0x7FC00000);
    }
    {
        const float y = a == 1.0f ? qn_bits_float(0x7F800000) : qn_rounded(0.5f * qn_log1pf(qn_dividef(2.0f * a, qn_rounded(1.0f - a))));
        return x < 0.0f ? -y : y;
    }
}

#endif
