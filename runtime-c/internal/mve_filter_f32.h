/* Float filters on MVE: eight output channels are the lanes of two vectors, each activation a scalar; three pixels at a time, or one.
 * Weights [channels/8][length][8] and biases, filled up with zeros. Each output is one sum in ascending order that starts at its bias, as in
 * dot_f32.h, every multiplication fused with its addition. */
#ifndef QN_INTERNAL_MVE_FILTER_F32_H
#define QN_INTERNAL_MVE_FILTER_F32_H

#include <arm_mve.h>

#include "codegen.h"
#include "mve_output_f32.h"

#define QN_FLOAT_LANES 8

/* All output channels of one call or group. */
typedef struct qn_lanes_f32 {
    const float *w;
    const float *bias;
    int32_t channels;
    int32_t length;
    qn_epilogue_f32 out;
} qn_lanes_f32;

typedef struct qn_sums_f32 {
    float32x4_t low;
    float32x4_t high;
} qn_sums_f32;

static inline qn_sums_f32 qn_multiply_add_f32(qn_sums_f32 sums, float32x4_t low, float32x4_t high, float a)
{
    sums.low = vfmaq_n_f32(sums.low, low, a);
    sums.high = vfmaq_n_f32(sums.high, high, a);
    return sums;
}

static inline void qn_store_sums_f32(qn_out_f32 *y, const qn_sums_f32 *sums, int32_t count, const qn_epilogue_f32 *out)
{
    qn_store_lanes_f32(y, sums->low, count, out);
    if (count > 4) {
        qn_store_lanes_f32(y + 4, sums->high, count - 4, out);
    }
}

/* Two neighbouring activations, by one load. */
typedef struct qn_two_f32 {
    int32_t first;
    int32_t second;
} qn_two_f32;

static inline qn_two_f32 qn_load_two(const float *a)
{
    uint64_t bits;
    QN_MEMCPY(&bits, a, sizeof bits);
    {
        const qn_two_f32 two = {(int32_t)bits, (int32_t)(bits >> 32)};
        return two;
    }
}

/* Eight channels of three pixels, one element of each patch. */
#define QN_STEP_3X8(weights, p0, p1, p2)                                        \
    do {                                                                        \
        const float32x4_t low = vld1q_f32(weights);                             \
        const float32x4_t high = vld1q_f32((weights) + 4);                      \
        s0 = qn_multiply_add_f32(s0, low, high, qn_bits_float(p0));             \
        s1 = qn_multiply_add_f32(s1, low, high, qn_bits_float(p1));             \
        s2 = qn_multiply_add_f32(s2, low, high, qn_bits_float(p2));             \
    } while (0)

/* Eight channels of three pixels; returns the weights of the next eight. */
QN_INLINE const float *qn_tile_3_f32(const float *a0, const float *a1, const float *a2, const float *w, int32_t length, qn_sums_f32 sums[3])
{
    qn_sums_f32 s0 = sums[0], s1 = sums[1], s2 = sums[2];
    int32_t i;
    QN_NO_UNROLL
    for (i = length >> 1; i > 0; i--) {
        const qn_two_f32 p0 = qn_load_two(a0), p1 = qn_load_two(a1), p2 = qn_load_two(a2);
        QN_STEP_3X8(w, p0.first, p1.first, p2.first);
        QN_STEP_3X8(w + QN_FLOAT_LANES, p0.second, p1.second, p2.second);
        a0 += 2;
        a1 += 2;
        a2 += 2;
        w += 2 * QN_FLOAT_LANES;
    }
    if (length & 1) {
        QN_STEP_3X8(w, qn_float_bits(*a0), qn_float_bits(*a1), qn_float_bits(*a2));
        w += QN_FLOAT_LANES;
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    return w;
}

/* All channels of three pixels, whose patches lie a_step and whose outputs y_step elements apart. */
QN_BLOCK void qn_filter_3_f32(const qn_lanes_f32 *f, const float *a, int32_t a_step, qn_out_f32 *y, int32_t y_step)
{
    const qn_epilogue_f32 out = f->out;
    const float *w = f->w, *bias = f->bias;
    int32_t left;
    QN_NO_UNROLL
    for (left = f->channels; left > 0; left -= QN_FLOAT_LANES) {
        const qn_sums_f32 start = {vld1q_f32(bias), vld1q_f32(bias + 4)};
        qn_sums_f32 sums[3] = {start, start, start};
        w = qn_tile_3_f32(a, a + a_step, a + 2 * a_step, w, f->length, sums);
        qn_store_sums_f32(y, &sums[0], left, &out);
        qn_store_sums_f32(y + y_step, &sums[1], left, &out);
        qn_store_sums_f32(y + 2 * y_step, &sums[2], left, &out);
        bias += QN_FLOAT_LANES;
        y += QN_FLOAT_LANES;
    }
}

/* All channels of one pixel. */
QN_BLOCK void qn_filter_1_f32(const qn_lanes_f32 *f, const float *a, qn_out_f32 *y)
{
    const qn_epilogue_f32 out = f->out;
    const int32_t length = f->length;
    const float *w = f->w, *bias = f->bias;
    int32_t left, i;
    QN_NO_UNROLL
    for (left = f->channels; left > 0; left -= QN_FLOAT_LANES) {
        qn_sums_f32 sums = {vld1q_f32(bias), vld1q_f32(bias + 4)};
        const float *at = a;
        QN_NO_UNROLL
        for (i = length >> 1; i > 0; i--) {
            const qn_two_f32 two = qn_load_two(at);
            sums = qn_multiply_add_f32(sums, vld1q_f32(w), vld1q_f32(w + 4), qn_bits_float(two.first));
            sums = qn_multiply_add_f32(sums, vld1q_f32(w + 8), vld1q_f32(w + 12), qn_bits_float(two.second));
            at += 2;
            w += 2 * QN_FLOAT_LANES;
        }
        if (length & 1) {
            sums = qn_multiply_add_f32(sums, vld1q_f32(w), vld1q_f32(w + 4), *at);
            w += QN_FLOAT_LANES;
        }
        qn_store_sums_f32(y, &sums, left, &out);
        bias += QN_FLOAT_LANES;
        y += QN_FLOAT_LANES;
    }
}

/* All channels of `count` pixels. */
static inline void qn_filter_pixels_f32(const qn_lanes_f32 *f, const float *a, int32_t a_step, int32_t count, qn_out_f32 *y, int32_t y_step)
{
    QN_NO_UNROLL
    for (; count >= 3; count -= 3) {
        qn_filter_3_f32(f, a, a_step, y, y_step);
        a += 3 * a_step;
        y += 3 * y_step;
    }
    QN_NO_UNROLL
    for (; count > 0; count--) {
        qn_filter_1_f32(f, a, y);
        a += a_step;
        y += y_step;
    }
}

#endif
