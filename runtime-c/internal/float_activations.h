/* Activation functions that are made of others, in the form that loses least. */
#ifndef QN_INTERNAL_FLOAT_ACTIVATIONS_H
#define QN_INTERNAL_FLOAT_ACTIVATIONS_H

#include "float_erf.h"
#include "float_hyperbolic.h"

/* log(1 + exp(x)). */
static inline float qn_softplusf(float x)
{
    const float tail = qn_log1pf(qn_expf(x > 0.0f ? -x : x));
    return x > 0.0f ? qn_rounded(x + tail) : tail;
}

/* x * tanh(softplus(x)) = x * (e^2 + 2e) / (e^2 + 2e + 2) with e = exp(x). */
static inline float qn_mishf(float x)
{
    if (x > 20.0f || qn_is_nan(x)) {
        return x;
    }
    {
        const float e = qn_expf(x);
        const float n = qn_fmaf(e, e, qn_rounded(e + e));
        return x < -88.0f ? -0.0f : qn_rounded(x * qn_dividef(n, qn_rounded(n + 2.0f)));
    }
}

/* x * sigmoid(alpha * x); infinities do not meet zeros. */
static inline float qn_swishf(float x, float alpha)
{
    const float s = qn_sigmoidf(qn_rounded(alpha * x));
    return s == 0.0f ? 0.0f * s : qn_rounded(x * s);
}

/* x / 2 * (1 + erf(x / sqrt(2))). */
static inline float qn_geluf(float x)
{
    return x < -14.0f ? -0.0f : qn_rounded(qn_rounded(0.5f * x) * qn_rounded(1.0f + qn_erff(qn_rounded(x * 0.707106769f))));
}

/* x * sigmoid(2u) = x / 2 * (1 + tanh(u)) with u = sqrt(2/pi) * (x + 0.044715 x^3). */
static inline float qn_gelu_tanhf(float x)
{
    const float cube = qn_fmaf(qn_rounded(4.4715e-2f * qn_rounded(x * x)), x, x);
    return x < -14.0f ? -0.0f : x > 14.0f ? x : qn_rounded(x * qn_sigmoidf(qn_rounded(1.59576912f * cube)));
}

#endif
