/* Filters on int8 patches by SDOT: four pixels, or one, by 16, 8 or 4 output channels. Each vector of accumulators holds four channels.
 * Weights are packed [block of channels][length/4][channel][4], lengths filled up to a multiple of four with zeros. */
#ifndef QN_INTERNAL_NEON_DOT_FILTER_H
#define QN_INTERNAL_NEON_DOT_FILTER_H

#include "neon_output.h"
#include "neon_filters.h"

/* Lengths are filled up to a multiple of QN_FILL; runs may be kernel rows where these are multiples of QN_GRAIN; the widest block has
 * QN_VECTORS vectors of channels. */
#define QN_FILL 4
#define QN_GRAIN 4
#define QN_VECTORS 4

/* Four inputs of each pixel, word `lane` of x[], by the next weights; `dot` is vdotq_laneq_s32 or vdotq_lane_s32. */
#define QN_DOT_LANE(dot, x, lane)                                                         \
    QN_UNROLL                                                                             \
    for (v = 0; v < vectors; v++) {                                                       \
        const int8x16_t weights = vld1q_s8(w + 16 * ((lane)*vectors + v));                \
        QN_UNROLL                                                                         \
        for (i = 0; i < pixels; i++) {                                                    \
            acc[i * vectors + v] = dot(acc[i * vectors + v], weights, (x)[i], (lane));    \
        }                                                                                 \
    }

#define QN_DOT_16(x)                          \
    QN_DOT_LANE(vdotq_laneq_s32, x, 0)        \
    QN_DOT_LANE(vdotq_laneq_s32, x, 1)        \
    QN_DOT_LANE(vdotq_laneq_s32, x, 2)        \
    QN_DOT_LANE(vdotq_laneq_s32, x, 3)        \
    w += 64 * vectors;

/* The last four inputs of each pixel, or `count` of them; returns the next weights. */
QN_INLINE const int8_t *qn_dot_rest(const int8_t *const *a, int32_t count, const int8_t *w, int32_t pixels, int32_t vectors, int32x4_t *acc)
{
    int8x8_t x[QN_PIXELS];
    int32_t i, v;
    QN_UNROLL
    for (i = 0; i < pixels; i++) {
        x[i] = vreinterpret_s8_s32(vset_lane_s32(count == 4 ? qn_load_32(a[i]) : (int32_t)(uint32_t)qn_load_some(a[i], count), vdup_n_s32(0), 0));
    }
    QN_DOT_LANE(vdotq_lane_s32, x, 0)
    return w + 16 * vectors;
}

/* One run of each pixel; returns the next weights. */
QN_INLINE const int8_t *qn_dot_run(const int8_t *const *from, int32_t run, const int8_t *w, int32_t pixels, int32_t vectors, int32x4_t *acc)
{
    const int8_t *a[QN_PIXELS];
    int8x16_t x[QN_PIXELS], next[QN_PIXELS];
    int8x8_t half[QN_PIXELS];
    int32_t i, v;
    QN_UNROLL
    for (i = 0; i < pixels; i++) {
        a[i] = from[i];
    }
    QN_NO_UNROLL
    for (; run >= 32; run -= 32) {
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            x[i] = vld1q_s8(a[i]);
            next[i] = vld1q_s8(a[i] + 16);
            a[i] += 32;
        }
        QN_DOT_16(x)
        QN_DOT_16(next)
    }
    if (run >= 16) {
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            x[i] = vld1q_s8(a[i]);
            a[i] += 16;
        }
        QN_DOT_16(x)
        run -= 16;
    }
    if (run >= 8) {
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            half[i] = vld1_s8(a[i]);
            a[i] += 8;
        }
        QN_DOT_LANE(vdotq_lane_s32, half, 0)
        QN_DOT_LANE(vdotq_lane_s32, half, 1)
        w += 32 * vectors;
        run -= 8;
    }
    if (run >= 4) {
        w = qn_dot_rest(a, 4, w, pixels, vectors, acc);
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            a[i] += 4;
        }
        run -= 4;
    }
    return run > 0 ? qn_dot_rest(a, run, w, pixels, vectors, acc) : w;
}

/* A block of 4 * vectors channels, of which the last vector holds `count`; returns the next weights. */
QN_INLINE const int8_t *qn_neon_block(const qn_patches *s, const int8_t *w, const qn_channels_4 *c, int32_t pixels, int32_t vectors, int32_t count, qn_out_s8 *y, int32_t stride, const qn_neon_output *out)
{
    qn_neon_channels channels;
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
    channels = qn_neon_channels_of(c, vectors);
    qn_neon_store(y, stride, acc, pixels, vectors, count, &channels, out);
    return w;
}

#endif
