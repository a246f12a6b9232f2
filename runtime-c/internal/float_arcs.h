/* asin, acos and atan without libm, to about 2 ulp. */
#ifndef QN_INTERNAL_FLOAT_ARCS_H
#define QN_INTERNAL_FLOAT_ARCS_H

#include "float_sqrt.h"
#include "float_trigonometry.h"

#define QN_HALF_PI 1.57079637f
/* pi/2 less the float that is nearest to it. */
#define QN_HALF_PI_LOW (-4.37113883e-8f)

/* 2 * asin(sqrt((1 - a) / 2)) = acos(a), for a in [0.5, 1]. */
static inline float qn_acos_near_one(float a)
{
    const float half = qn_asin_small(qn_sqrtf(qn_rounded(0.5f * qn_rounded(1.0f - a))));
    return qn_rounded(half + half);
}

/* NaN outside [-1, 1]. */
static inline float qn_asinf(float x)
{
    const float a = x < 0.0f ? -x : x;
    if (a <= 0.5f) {
        return qn_asin_small(x);
    }
    if (!(a <= 1.0f)) {
        return qn_bits_float(0x7FC00000);
    }
    {
        const float y = qn_rounded(QN_HALF_PI - qn_rounded(qn_acos_near_one(a) - QN_HALF_PI_LOW));
        return x < 0.0f ? -y : y;
    }
}

static inline float qn_acosf(float x)
{
    const float a = x < 0.0f ? -x : x;
    if (a <= 0.5f) {
        return qn_rounded(QN_HALF_PI - qn_rounded(qn_asin_small(x) - QN_HALF_PI_LOW));
    }
    if (!(a <= 1.0f)) {
        return qn_bits_float(0x7FC00000);
    }
    return x > 0.0f ? qn_rounded(qn_acos_near_one(a)) : qn_rounded(2.0f * QN_HALF_PI - qn_rounded(qn_acos_near_one(a) - 2.0f * QN_HALF_PI_LOW));
}

/* On |x| <= tan(pi/8); minimax with relative error below 2^-30. */
static inline float qn_atan_small(float x)
{
    const float z = qn_rounded(x * x);
    float p = qn_fmaf(-6.08114824e-2f, z, 1.05951361e-1f);
    p = qn_fmaf(p, z, -1.42437384e-1f);
    p = qn_fmaf(p, z, 1.99984834e-1f);
    p = qn_fmaf(p, z, -3.33333164e-1f);
    return qn_fmaf(qn_rounded(p * z), x, x);
}

static inline float qn_atanf(float x)
{
    const float a = x < 0.0f ? -x : x;
    float y;
    if (a <= 0.414213568f || qn_is_nan(a)) {
        return qn_atan_small(x);
    }
    if (a < 2.41421366f) {
        y = qn_rounded(0.5f * QN_HALF_PI + qn_rounded(qn_atan_small(qn_dividef(qn_rounded(a - 1.0f), qn_rounded(a + 1.0f))) + 0.5f * QN_HALF_PI_LOW));
    } else {
        y = qn_rounded(QN_HALF_PI - qn_rounded(qn_atan_small(qn_dividef(1.0f, a)) - QN_HALF_PI_LOW));
    }
    return x < 0.0f ? -y : y;
}

#endif
