/* The error function without libm, to about 1 ulp. */
#ifndef QN_INTERNAL_FLOAT_ERF_H
#define QN_INTERNAL_FLOAT_ERF_H

#include "float_functions.h"

/* x * p(x^2) on |x| < 0.875, beyond it 1 - exp(q(|x|)): minimax with relative errors below 2^-32. */
static inline float qn_erff(float x)
{
    const float a = x < 0.0f ? -x : x;
    if (a < 0.875f) {
        const float z = qn_rounded(x * x);
        float p = qn_fmaf(8.6725624e-5f, z, -8.21050256e-4f);
        p = qn_fmaf(p, z, 5.20669995e-3f);
        p = qn_fmaf(p, z, -2.68615671e-2f);
        p = qn_fmaf(p, z, 1.1283733e-1f);
        p = qn_fmaf(p, z, -3.76126349e-1f);
        p = qn_fmaf(p, z, 1.28379229e-1f);
        return qn_fmaf(p, x, x);
    }
    if (qn_is_nan(a)) {
        return x;
    }
    {
        float y = 1.0f;
        if (a < 4.0f) {
            float q = qn_fmaf(-2.04514636e-5f, a, 4.27084102e-4f);
            q = qn_fmaf(q, a, -4.13565012e-3f);
            q = qn_fmaf(q, a, 2.5027154e-2f);
            q = qn_fmaf(q, a, -1.08139046e-1f);
            q = qn_fmaf(q, a, -6.33473456e-1f);
            q = qn_fmaf(q, a, -1.12945318f);
            y = qn_rounded(1.0f - qn_expf(qn_fmaf(q, a, 1.62025972e-4f)));
        }
        return x < 0.0f ? -y : y;
    }
}

#endif
