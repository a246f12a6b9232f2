/* Filters on int8 patches by SMMLA: two pairs of pixels, or one, by 16, 8 or 4 output channels. Each vector of accumulators holds two channels
 * of two pixels. Weights are packed [block of channels][length/8][channel][8], lengths filled up to a multiple of eight with zeros. */
#ifndef QN_INTERNAL_NEON_I8MM_FILTER_H
#define QN_INTERNAL_NEON_I8MM_FILTER_H

#include "neon_output.h"
#include "neon_filters.h"

/* Lengths are filled up to a multiple of QN_FILL; runs may be kernel rows where these are multiples of QN_GRAIN; the widest block has
 * QN_VECTORS vectors of channels. */
#define QN_FILL 8
#define QN_GRAIN 8
#define QN_VECTORS 4

/* Eight inputs of each pixel, two pixels to a vector, by the next weights; returns those after them. */
QN_INLINE const int8_t *qn_i8mm_step(const int8x16_t *x, const int8_t *w, int32_t pairs, int32_t vectors, int32x4_t *acc)
{
    int32_t i, v;
    QN_UNROLL
    for (v = 0; v < 2 * vectors; v++) {
        const int8x16_t weights = vld1q_s8(w + 16 * v);
        QN_UNROLL
        for (i = 0; i < pairs; i++) {
            acc[i * 2 * vectors + v] = vmmlaq_s32(acc[i * 2 * vectors + v], x[i], weights);
        }
    }
    return w + 32 * vectors;
}

/* Sixteen inputs of each pixel by the next weights; returns those after them. */
QN_INLINE const int8_t *qn_i8mm_16(const int8x16_t *x, const int8_t *w, int32_t pairs, int32_t vectors, int32x4_t *acc)
{
    int8x16_t low[QN_PIXELS / 2], high[QN_PIXELS / 2];
    int32_t i;
    QN_UNROLL
    for (i = 0; i < pairs; i++) {
        const int64x2_t first = vreinterpretq_s64_s8(x[2 * i]), second = vreinterpretq_s64_s8(x[2 * i + 1]);
        low[i] = vreinterpretq_s8_s64(vtrn1q_s64(first, second));
        high[i] = vreinterpretq_s8_s64(vtrn2q_s64(first, second));
    }
    w = qn_i8mm_step(low, w, pairs, vectors, acc);
    return qn_i8mm_step(high, w, pairs, vectors, acc);
}

/* One run of each pixel; returns the next weights. */
QN_INLINE const int8_t *qn_i8mm_run(const int8_t *const *from, int32_t run, const int8_t *w, int32_t pairs, int32_t vectors, int32x4_t *acc)
{
    const int8_t *a[QN_PIXELS];
    int8x16_t now[QN_PIXELS], next[QN_PIXELS], x[QN_PIXELS / 2];
    int32_t k = 0, i;
    QN_UNROLL
    for (i = 0; i < 2 * pairs; i++) {
        a[i] = from[i];
    }
    QN_NO_UNROLL
    for (; run >= 32; run -= 32) {
        QN_UNROLL
        for (i = 0; i < 2 * pairs; i++) {
            now[i] = vld1q_s8(a[i]);
            next[i] = vld1q_s8(a[i] + 16);
            a[i] += 32;
        }
        w = qn_i8mm_16(now, w, pairs, vectors, acc);
        w = qn_i8mm_16(next, w, pairs, vectors, acc);
    }
    if (run >= 16) {
        QN_UNROLL
        for (i = 0; i < 2 * pairs; i++) {
            now[i] = vld1q_s8(a[i]);
            a[i] += 16;
        }
        w = qn_i8mm_16(now, w, pairs, vectors, acc);
        run -= 16;
    }
    if (k + 8 <= run) {
        QN_UNROLL
        for (i = 0; i < pairs; i++) {
            x[i] = vcombine_s8(vld1_s8(a[2 * i] + k), vld1_s8(a[2 * i + 1] + k));
        }
        w = qn_i8mm_step(x, w, pairs, vectors, acc);
        k += 8;
    }
    if (k < run) {
        QN_UNROLL
        for (i = 0; i < pairs; i++) {
            x[i] = vcombine_s8(vcreate_s8(qn_load_some(a[2 * i] + k, run - k)), vcreate_s8(qn_load_some(a[2 * i + 1] + k, run - k)));
        }
        w = qn_i8mm_step(x, w, pairs, vectors, acc);
    }
    return w;
}

/* Vectors of two channels of two pixels to vectors of four channels of one. */
QN_INLINE void qn_split_pairs(const int32x4_t *acc, int32_t pairs, int32_t vectors, int32x4_t *rows)
{
    int32_t i, v;
    QN_UNROLL
    for (i = 0; i < pairs; i++) {
        QN_UNROLL
        for (v = 0; v < vectors; v++) {
            const int64x2_t low = vreinterpretq_s64_s32(acc[2 * (i * vectors + v)]), high = vreinterpretq_s64_s32(acc[2 * (i * vectors + v) + 1]);
            rows[2 * i * vectors + v] = vreinterpretq_s32_s64(vtrn1q_s64(low, high));
            rows[(2 * i + 1) * vectors + v] = vreinterpretq_s32_s64(vtrn2q_s64(low, high));
        }
    }
}

/* A block of 4 * vectors channels, of which the last vector holds `count`, of `pixels` pixels in `pairs` pairs; returns the next weights. */
QN_INLINE const int8_t *qn_neon_block(const qn_patches *s, const int8_t *w, const qn_channels_4 *c, int32_t pixels, int32_t vectors, int32_t count, qn_out_s8 *y, int32_t stride, const qn_neon_output *out)
{
    qn_neon_channels channels;
    const int32_t pairs = (pixels + 1) / 2;
    const int8_t *a[QN_PIXELS];
    int32x4_t acc[QN_PIXELS * 4], split[QN_PIXELS * 4];
    int32_t rows = s->rows, i, v;
    QN_UNROLL
    for (i = 0; i < 2 * pairs; i++) {
        a[i] = s->a[i < pixels ? i : 0];
    }
    QN_UNROLL
    for (i = 0; i < pairs; i++) {
        QN_UNROLL
        for (v = 0; v < vectors; v++) {
            const int32x4_t bias = vld1q_s32(c[v].bias);
            acc[2 * (i * vectors + v)] = vcombine_s32(vget_low_s32(bias), vget_low_s32(bias));
            acc[2 * (i * vectors + v) + 1] = vcombine_s32(vget_high_s32(bias), vget_high_s32(bias));
        }
    }
    QN_NO_UNROLL
    for (;;) {
        w = qn_i8mm_run(a, s->run, w, pairs, vectors, acc);
        if (--rows == 0) {
            break;
        }
        QN_UNROLL
        for (i = 0; i < 2 * pairs; i++) {
            a[i] += s->row_step;
        }
    }
    qn_split_pairs(acc, pairs, vectors, split);
    channels = qn_neon_channels_of(c, vectors);
    qn_neon_store(y, stride, split, pixels, vectors, count, &channels, out);
    return w;
}

#endif
