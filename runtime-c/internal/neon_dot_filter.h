/* Filters on int8 patches by SDOT: four pixels, or one, by 16, 8 or 4 output channels. Each vector of accumulators holds four channels.
 * Weights are packed [block of channels][length/4][channel][4], lengths filled up to a multiple of four with zeros. */
#ifndef QN_INTERNAL_NEON_DOT_FILTER_H
#define QN_INTERNAL_NEON_DOT_FILTER_H

#include "neon_filters.h"

/* Lengths are filled up to a multiple of QN_FILL; runs may be kernel rows where these are multiples of QN_GRAIN; the widest block has
 * QN_VECTORS vectors of channels. */
#define QN_FILL 4
#define QN_GRAIN 4
#define QN_VECTORS 4

/* Four inputs of each pixel, word `lane` of x[], by the next weights. */
#define QN_DOT_LANE(lane)                                                                         \
    for (v = 0; v < vectors; v++) {                                                               \
        const int8x16_t weights = vld1q_s8(w + 16 * ((lane)*vectors + v));                        \
        for (i = 0; i < pixels; i++) {                                                            \
            acc[i * vectors + v] = vdotq_laneq_s32(acc[i * vectors + v], weights, x[i], (lane));  \
        }                                                                                         \
    }

/* Four inputs of each pixel; returns the next weights. */
QN_INLINE const int8_t *qn_dot_words(const int32_t *words, const int8_t *w, int32_t pixels, int32_t vectors, int32x4_t *acc)
{
    int32_t i, v;
    QN_UNROLL
    for (v = 0; v < vectors; v++) {
        const int8x16_t weights = vld1q_s8(w + 16 * v);
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            acc[i * vectors + v] = vdotq_s32(acc[i * vectors + v], weights, vreinterpretq_s8_s32(vdupq_n_s32(words[i])));
        }
    }
    return w + 16 * vectors;
}

/* One run of each pixel; returns the next weights. */
QN_INLINE const int8_t *qn_dot_run(const int8_t *const *a, int32_t run, const int8_t *w, int32_t pixels, int32_t vectors, int32x4_t *acc)
{
    int32_t words[QN_PIXELS];
    int32_t k = 0, i, v;
    QN_NO_UNROLL
    for (; k + 16 <= run; k += 16) {
        int8x16_t x[QN_PIXELS];
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            x[i] = vld1q_s8(a[i] + k);
        }
        QN_DOT_LANE(0)
        QN_DOT_LANE(1)
        QN_DOT_LANE(2)
        QN_DOT_LANE(3)
        w += 64 * vectors;
    }
    QN_NO_UNROLL
    for (; k + 4 <= run; k += 4) {
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            words[i] = qn_load_32(a[i] + k);
        }
        w = qn_dot_words(words, w, pixels, vectors, acc);
    }
    if (k < run) {
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            words[i] = (int32_t)(uint32_t)qn_load_some(a[i] + k, run - k);
        }
        w = qn_dot_words(words, w, pixels, vectors, acc);
    }
    return w;
}

/* A block of 4 * vectors channels, of which the last vector holds `count`; returns the next weights. */
QN_INLINE const int8_t *qn_neon_block(const qn_patches_s8 *s, const int8_t *w, const qn_channels_4 *c, int32_t pixels, int32_t vectors, int32_t count, qn_out_s8 *y, int32_t stride, const qn_neon_output *out)
{
    const int8_t *a[QN_PIXELS];
    int32x4_t acc[QN_PIXELS * 4];
    int32_t rows = s->rows, i, v;
    QN_UNROLL
    for (i = 0; i < pixels; i++) {
        a[i] = s->a[i];
        QN_UNROLL
        for (v = 0; v < vectors; v++) {
            acc[i * vectors + v] = vld1q_s32(c[v].bias);
        }
    }
    QN_NO_UNROLL
    for (;;) {
        w = qn_dot_run(a, s->run, w, pixels, vectors, acc);
        if (--rows == 0) {
            break;
        }
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            a[i] += s->row_step;
        }
    }
    qn_neon_store(y, stride, acc, pixels, vectors, count, c, out);
    return w;
}

#endif
