/* Filters on float patches by fused multiply-adds: four pixels, or one, by 16, 8 or 4 output channels; each vector of accumulators holds four channels.
 * Each output is one sum in ascending order that starts at its bias. Weights are packed [block of channels][length][channel]. */
#ifndef QN_INTERNAL_NEON_F32_FILTER_H
#define QN_INTERNAL_NEON_F32_FILTER_H

#include "neon_output_f32.h"
#include "neon_filters.h"

/* Lengths are filled up to a multiple of QN_FILL; runs may be kernel rows where these are multiples of QN_GRAIN; the widest block has
 * QN_VECTORS vectors of channels. */
#define QN_FILL 1
#define QN_GRAIN 4
#define QN_VECTORS 4

/* Pixels whose sums fit the registers together. */
#define QN_TILE (QN_REGISTERS / 8)

/* One input of each pixel by the weights at w. */
QN_INLINE void qn_f32_step(const float *const *a, int32_t k, const float *w, int32_t pixels, int32_t vectors, float32x4_t *acc)
{
    float32x4_t x[QN_TILE];
    int32_t i, v;
    QN_UNROLL
    for (i = 0; i < pixels; i++) {
        x[i] = vld1q_dup_f32(a[i] + k);
    }
    QN_UNROLL
    for (v = 0; v < vectors; v++) {
        const float32x4_t weights = vld1q_f32(w + 4 * v);
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            acc[i * vectors + v] = vfmaq_f32(acc[i * vectors + v], weights, x[i]);
        }
    }
}

/* One run of each pixel; returns the next weights. */
QN_INLINE const float *qn_f32_run(const float *const *a, int32_t run, const float *w, int32_t pixels, int32_t vectors, float32x4_t *acc)
{
    int32_t k = 0;
#if QN_REGISTERS == 32
    int32_t i, v;
#define QN_FMA_LANE(lane)                                                                              \
    QN_UNROLL                                                                                          \
    for (v = 0; v < vectors; v++) {                                                                    \
        const float32x4_t weights = vld1q_f32(w + 4 * ((lane)*vectors + v));                           \
        QN_UNROLL                                                                                      \
        for (i = 0; i < pixels; i++) {                                                                 \
            acc[i * vectors + v] = vfmaq_laneq_f32(acc[i * vectors + v], weights, x[i], (lane));       \
        }                                                                                              \
    }
    QN_NO_UNROLL
    for (; k + 4 <= run; k += 4) {
        float32x4_t x[QN_TILE];
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            x[i] = vld1q_f32(a[i] + k);
        }
        QN_FMA_LANE(0)
        QN_FMA_LANE(1)
        QN_FMA_LANE(2)
        QN_FMA_LANE(3)
        w += 16 * vectors;
    }
#undef QN_FMA_LANE
#endif
    QN_NO_UNROLL
    for (; k < run; k++, w += 4 * vectors) {
        qn_f32_step(a, k, w, pixels, vectors, acc);
    }
    return w;
}

/* 4 * vectors channels of the `pixels` (at most QN_TILE) pixels from `first` on, `count` channels in the last vector; returns the next weights. */
QN_INLINE const float *qn_f32_tile(const qn_patches *s, int32_t first, const float *w, const qn_channels_4 *c, int32_t pixels, int32_t vectors, int32_t count, qn_out *y, int32_t stride, const qn_neon_output *out)
{
    const qn_neon_channels channels = qn_neon_channels_of(c, vectors);
    const float *a[QN_TILE];
    float32x4_t acc[QN_TILE * 4];
    int32_t rows = s->rows, i, v;
    QN_UNROLL
    for (i = 0; i < pixels; i++) {
        a[i] = s->a[first + i];
        QN_UNROLL
        for (v = 0; v < vectors; v++) {
            acc[i * vectors + v] = vld1q_f32(c[v].bias);
        }
    }
    QN_NO_UNROLL
    for (;;) {
        w = qn_f32_run(a, s->run, w, pixels, vectors, acc);
        if (--rows == 0) {
            break;
        }
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            a[i] += s->row_step;
        }
    }
    qn_neon_store(y, stride, acc, pixels, vectors, count, &channels, out);
    return w;
}

/* A block of 4 * vectors channels, of which the last vector holds `count`, of `pixels` (4 or 1, a constant) pixels; returns the next weights. */
QN_INLINE const float *qn_neon_block(const qn_patches *s, const float *w, const qn_channels_4 *c, int32_t pixels, int32_t vectors, int32_t count, qn_out *y, int32_t stride, const qn_neon_output *out)
{
    const int32_t tile = pixels < QN_TILE ? pixels : QN_TILE;
    const float *next = w;
    int32_t first;
    QN_UNROLL
    for (first = 0; first < pixels; first += tile) {
        next = qn_f32_tile(s, first, w, c, tile, vectors, count, y + first * stride, stride, out);
    }
    return next;
}

#endif
