/* What the float recurrent kernels share: activation functions by number, and the product of a state with its weights.
 * Each sum is one chain in ascending order that starts at the projected input, whatever the blocking. */
#ifndef QN_INTERNAL_RECURRENT_F32_H
#define QN_INTERNAL_RECURRENT_F32_H

#include "codegen.h"
#include "float_activations.h"
#include "memory.h"
#include "sequence.h"

typedef struct qn_activation_f32 {
    int32_t kind;
    float alpha;
    float beta;
} qn_activation_f32;

static inline float qn_activate_other(qn_activation_f32 a, float x)
{
    switch (a.kind) {
    case 2: return x > 0.0f || qn_is_nan(x) ? x : 0.0f;
    case 3: return qn_fmaf(a.alpha, x, a.beta);
    case 4: return x < 0.0f ? qn_rounded(a.alpha * x) : x;
    case 5: return x > a.alpha || qn_is_nan(x) ? x : 0.0f;
    case 6: return qn_rounded(a.alpha * qn_tanhf(qn_rounded(a.beta * x)));
    case 7: return qn_clampf(qn_fmaf(a.alpha, x, a.beta), 0.0f, 1.0f);
    case 8: return x < 0.0f ? qn_rounded(a.alpha * qn_expm1f(x)) : x;
    case 9: return qn_rounded(x / qn_rounded(1.0f + (x < 0.0f ? -x : x)));
    default: return qn_softplusf(x);
    }
}

static inline float qn_activate(qn_activation_f32 a, float x)
{
    return a.kind == 0 ? qn_sigmoidf(x) : a.kind == 1 ? qn_tanhf(x) : qn_activate_other(a, x);
}

/* y[j] = x[j] + sum over k of h[k] * r[k * stride + j], for all j < count; eight sums at a time stay in registers. x may be y. */
static inline void qn_add_product_f32(const float *h, const float *r, int32_t length, int32_t stride, int32_t count, const float *x, float *y)
{
    int32_t j = 0;
    QN_NO_UNROLL
    for (; j + 8 <= count; j += 8) {
        const float *w = r + j;
        float acc[8];
        int32_t i, k;
        for (i = 0; i < 8; i++) {
            acc[i] = x[j + i];
        }
        QN_NO_UNROLL
        for (k = 0; k < length; k++, w += stride) {
            const float value = h[k];
            for (i = 0; i < 8; i++) {
                acc[i] = qn_fmaf(value, w[i], acc[i]);
            }
        }
        for (i = 0; i < 8; i++) {
            y[j + i] = acc[i];
        }
    }
    for (; j < count; j++) {
        float acc = x[j];
        int32_t k;
        QN_NO_UNROLL
        for (k = 0; k < length; k++) {
            acc = qn_fmaf(h[k], r[k * stride + j], acc);
        }
        y[j] = acc;
    }
}

static inline void qn_start_state(float *state, const float *given, int32_t hidden)
{
    if (given) {
        QN_MEMCPY(state, given, (uint32_t)hidden * sizeof(float));
    } else {
        int32_t i;
        for (i = 0; i < hidden; i++) {
            state[i] = 0.0f;
        }
    }
}

#endif
