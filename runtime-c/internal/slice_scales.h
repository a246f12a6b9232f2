/* Where the scale of an element lies (qn_slices.h), and one float quantized by it. */
#ifndef QN_INTERNAL_SLICE_SCALES_H
#define QN_INTERNAL_SLICE_SCALES_H

#include "float_quotient.h"
#include "qn_slices.h"

/* Index of the scale of element [o][a][0]; elements along `inner` have the same one (step 0) or one each (step 1). */
static inline int32_t qn_scale_at(const qn_slices *s, int32_t o, int32_t a)
{
    return s->block > 0 ? (o * ((s->slices + s->block - 1) / s->block) + a / s->block) * s->inner : a;
}

static inline int32_t qn_scale_step(const qn_slices *s)
{
    return s->block > 0 ? 1 : 0;
}

/* round(x / scale) + zero within [low, high], bounds at most 2^20 apart from zero. */
static inline int32_t qn_quantized(float x, float scale, int32_t zero, int32_t low, int32_t high)
{
    const float value = qn_rounded(qn_dividef(x, scale));
    const float number = value == value ? value : 0.0f;
    return qn_round_even(qn_clampf(number, (float)(low - zero), (float)(high - zero))) + zero;
}

/* The bodies of kernels of one element type. */
#define QN_QUANTIZE_SLICES(type)                                                                          \
    const qn_slices s = {p->outer, p->slices, p->inner, p->block};                                        \
    const int32_t step = qn_scale_step(&s), low = p->low, high = p->high;                                 \
    int32_t o, a, k;                                                                                      \
    for (o = 0; o < s.outer; o++) {                                                                       \
        for (a = 0; a < s.slices; a++) {                                                                  \
            int32_t at = qn_scale_at(&s, o, a);                                                           \
            for (k = 0; k < s.inner; k++, at += step) {                                                   \
                *y++ = (type)qn_quantized(*x++, scale[at], zero ? (int32_t)zero[at] : 0, low, high);      \
            }                                                                                             \
        }                                                                                                 \
    }

#define QN_DEQUANTIZE_SLICES                                                                              \
    const qn_slices s = *p;                                                                               \
    const int32_t step = qn_scale_step(&s);                                                               \
    int32_t o, a, k;                                                                                      \
    for (o = 0; o < s.outer; o++) {                                                                       \
        for (a = 0; a < s.slices; a++) {                                                                  \
            int32_t at = qn_scale_at(&s, o, a);                                                           \
            for (k = 0; k < s.inner; k++, at += step) {                                                   \
                const int32_t number = (int32_t)((uint32_t)(int32_t)*x++ - (uint32_t)(zero ? (int32_t)zero[at] : 0)); \
                *y++ = qn_rounded((float)number * scale[at]);                                             \
            }                                                                                             \
        }                                                                                                 \
    }

#endif
