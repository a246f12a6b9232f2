/* Taps of float depthwise windows, for neon_depthwise_core.h: 8 or 4 channels, fused multiply-adds in the order of the taps. */
#ifndef QN_INTERNAL_NEON_DEPTHWISE_F32_H
#define QN_INTERNAL_NEON_DEPTHWISE_F32_H

#include "neon_output_f32.h"

/* Vectors of four channels in a block, in the blocks at the end, and where there are too few channels for these. */
#define QN_WIDE 2
#define QN_NARROW 1
#define QN_LEAST 1

typedef struct qn_tap {
    float32x4_t v[2];
} qn_tap;

/* 4 * vectors channels. */
QN_INLINE qn_tap qn_load_channels(const float *from, int32_t vectors)
{
    qn_tap tap;
    tap.v[0] = vld1q_f32(from);
    tap.v[1] = vectors == 2 ? vld1q_f32(from + 4) : tap.v[0];
    return tap;
}

/* Two taps, or one. */
QN_INLINE void qn_depthwise_taps(const qn_tap *x, const qn_tap *w, int32_t count, int32_t vectors, float32x4_t *acc)
{
    int32_t i, v;
    QN_UNROLL
    for (i = 0; i < count; i++) {
        QN_UNROLL
        for (v = 0; v < vectors; v++) {
            acc[v] = vfmaq_f32(acc[v], x[i].v[v], w[i].v[v]);
        }
    }
}

#endif
