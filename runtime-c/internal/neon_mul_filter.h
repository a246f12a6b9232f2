/* Filters on int8 patches by widening multiplies: up to four pixels by four output channels, one vector of partial sums for each of them.
 * Two products of one lane fit 16 bits, because weights are never -128. Weights are packed [block of 4 channels][length/16][channel][16], then
 * [channel][8] where that is enough for the rest of each length, filled up with zeros. */
#ifndef QN_INTERNAL_NEON_MUL_FILTER_H
#define QN_INTERNAL_NEON_MUL_FILTER_H

#include "neon_output.h"
#include "neon_filters.h"

/* Lengths are filled up to a multiple of QN_FILL; runs may be kernel rows where these are multiples of QN_GRAIN; the widest block has
 * QN_VECTORS vectors of channels. */
#define QN_FILL 8
#define QN_GRAIN 16
#define QN_VECTORS 1

/* Pixels whose sums fit the registers together. */
#define QN_TILE (QN_REGISTERS / 8)

/* Sixteen inputs of each pixel by the next weights. */
QN_INLINE void qn_mul_step_16(const int8x16_t *x, const int8_t *w, int32_t pixels, int32x4_t *acc)
{
    int32_t i, c;
    QN_UNROLL
    for (c = 0; c < 4; c++) {
        int8x16_t weights = vld1q_s8(w + 16 * c);
        if (c > 0) {
            QN_UNROLL
            for (i = 0; i < pixels; i++) {
                QN_AFTER(weights, acc[4 * i + c - 1]);
            }
        }
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            const int16x8_t product = vmull_s8(vget_low_s8(x[i]), vget_low_s8(weights));
            acc[4 * i + c] = vpadalq_s16(acc[4 * i + c], vmlal_s8(product, vget_high_s8(x[i]), vget_high_s8(weights)));
        }
    }
}

/* Eight. */
QN_INLINE void qn_mul_step_8(const int8x8_t *x, const int8_t *w, int32_t pixels, int32x4_t *acc)
{
    int32_t i, c;
    QN_UNROLL
    for (c = 0; c < 4; c++) {
        const int8x8_t weights = vld1_s8(w + 8 * c);
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            acc[4 * i + c] = vpadalq_s16(acc[4 * i + c], vmull_s8(x[i], weights));
        }
    }
}

/* One run of each pixel; returns the next weights. */
QN_INLINE const int8_t *qn_mul_run(const int8_t *const *a, int32_t run, const int8_t *w, int32_t pixels, int32x4_t *acc)
{
    int8x16_t x[QN_TILE];
    int32_t k = 0, i;
    QN_NO_UNROLL
    for (; k + 16 <= run; k += 16, w += 64) {
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            x[i] = vld1q_s8(a[i] + k);
        }
        qn_mul_step_16(x, w, pixels, acc);
    }
    if (run - k > 8) {
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            x[i] = vcombine_s8(vld1_s8(a[i] + k), vcreate_s8(qn_load_some(a[i] + k + 8, run - k - 8)));
        }
        qn_mul_step_16(x, w, pixels, acc);
        w += 64;
    } else if (run - k > 0) {
        int8x8_t rest[QN_TILE];
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            rest[i] = k + 8 == run ? vld1_s8(a[i] + k) : vcreate_s8(qn_load_some(a[i] + k, run - k));
        }
        qn_mul_step_8(rest, w, pixels, acc);
        w += 32;
    }
    return w;
}

/* Four channels of the `pixels` (at most QN_TILE, a constant) pixels from `first` on: their sums; returns the next weights. */
QN_INLINE const int8_t *qn_mul_tile(const qn_patches *s, int32_t first, const int8_t *w, const qn_channels_4 *c, int32_t pixels, int32x4_t *sums)
{
    const int32x4_t bias = vld1q_s32(c->bias);
    const int8_t *a[QN_TILE];
    int32x4_t acc[QN_TILE * 4];
    int32_t rows = s->rows, i;
    QN_UNROLL
    for (i = 0; i < pixels; i++) {
        a[i] = s->a[first + i];
    }
    QN_UNROLL
    for (i = 0; i < 4 * pixels; i++) {
        acc[i] = vdupq_n_s32(0);
    }
    QN_NO_UNROLL
    for (;;) {
        w = qn_mul_run(a, s->run, w, pixels, acc);
        if (--rows == 0) {
            break;
        }
        QN_UNROLL
        for (i = 0; i < pixels; i++) {
            a[i] += s->row_step;
        }
    }
    QN_UNROLL
    for (i = 0; i < pixels; i++) {
        sums[i] = vaddq_s32(bias, qn_sums_4(acc[4 * i], acc[4 * i + 1], acc[4 * i + 2], acc[4 * i + 3]));
    }
    return w;
}

/* A block of four channels, `count` of which there are, of `pixels` (4 or 1, a constant) pixels; returns the next weights. */
QN_INLINE const int8_t *qn_neon_block(const qn_patches *s, const int8_t *w, const qn_channels_4 *c, int32_t pixels, int32_t vectors, int32_t count, qn_out_s8 *y, int32_t stride, const qn_neon_output *out)
{
    qn_neon_channels channels;
    const int32_t tile = pixels < QN_TILE ? pixels : QN_TILE;
    const int8_t *next = w;
    int32x4_t sums[QN_PIXELS];
    int32_t first;
    QN_UNROLL
    for (first = 0; first < pixels; first += tile) {
        next = qn_mul_tile(s, first, w, c, tile, sums + first);
    }
    channels = qn_neon_channels_of(c, vectors);
    qn_neon_store(y, stride, sums, pixels, vectors, count, &channels, out);
    return next;
}

#endif
