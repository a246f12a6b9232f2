/* What NEON kernels write from int32 accumulators: the rules of output.h on vectors of four channels, exactly.
 * The rule of requantize.h rounds acc * M / 2^T once, T = 32 - pre_shift + s: floors of floors are one floor. So vqdmulh, which gives
 * floor(acc * M / 2^31), and a rounding shift by T - 31 give the same integer with no pre-shift, where T - 31 >= 1. */
#ifndef QN_INTERNAL_NEON_OUTPUT_H
#define QN_INTERNAL_NEON_OUTPUT_H

#include "neon.h"
#include "output.h"

#if defined(QN_FLOAT_OUTPUT)
#include "neon_quantize.h"

/* Four channels as src/kernels/geometry/neon-packing.ts lays them out. */
typedef struct qn_channels_4 {
    int32_t bias[4];
    float scale[4];
} qn_channels_4;

typedef qn_epilogue_s8 qn_neon_output;

QN_INLINE qn_neon_output qn_neon_output_of(const qn_epilogue_s8 *out)
{
    return *out;
}

/* `vectors` (a constant) vectors of channels of each of `pixels` (a constant) pixels, which lie `stride` apart; the last vector has `count` channels. */
QN_INLINE void qn_neon_store(qn_out_s8 *y, int32_t stride, const int32x4_t *acc, int32_t pixels, int32_t vectors, int32_t count, const qn_channels_4 *c, const qn_neon_output *out)
{
    int32_t p, v;
    QN_UNROLL
    for (p = 0; p < pixels; p++) {
        QN_UNROLL
        for (v = 0; v < vectors; v++) {
            const float32x4_t value = qn_neon_clamp(vmulq_f32(vcvtq_f32_s32(acc[p * vectors + v]), vld1q_f32(c[v].scale)), out->min, out->max);
            float *to = y + p * stride + 4 * v;
            const int32_t some = v + 1 == vectors ? count : 4;
            qn_store_some_f32(to, value, some);
            if (out->stored) {
                const int8x8_t bytes = qn_neon_quantize_8(value, value, &out->to);
                QN_STORE_WORD(out->stored + (to - out->real), vcombine_s8(bytes, bytes), 0, some);
            }
        }
    }
}

#else

/* Four channels as src/kernels/geometry/neon-packing.ts lays them out; shift is 31 - T. */
typedef struct qn_channels_4 {
    int32_t bias[4];
    int32_t multiplier[4];
    int32_t shift[4];
} qn_channels_4;

typedef struct qn_neon_output {
    int16x8_t zero_point;
    int8x16_t min;
    int8x16_t max;
} qn_neon_output;

QN_INLINE qn_neon_output qn_neon_output_of(const qn_epilogue_s8 *out)
{
    qn_neon_output o;
    o.zero_point = vdupq_n_s16((int16_t)out->zero_point);
    o.min = vdupq_n_s8((int8_t)out->min);
    o.max = vdupq_n_s8((int8_t)out->max);
    return o;
}

QN_INLINE int32x4_t qn_neon_scale(int32x4_t acc, int32x4_t multiplier, int32x4_t shift)
{
    return vrshlq_s32(vqdmulhq_s32(acc, multiplier), shift);
}

/* Saturation on the way changes nothing: what saturates lies outside of [-128, 127] with the zero point too. */
QN_INLINE int8x8_t qn_neon_narrow(int32x4_t low, int32x4_t high, const qn_neon_output *out)
{
    return vqmovn_s16(vqaddq_s16(vcombine_s16(vqmovn_s32(low), vqmovn_s32(high)), out->zero_point));
}

QN_INLINE int8x16_t qn_neon_limit(int8x16_t value, const qn_neon_output *out)
{
    return vminq_s8(vmaxq_s8(value, out->min), out->max);
}

/* `vectors` (a constant: 1, 2 or 4) vectors of channels of each of `pixels` (a constant: 1, 2 or 4) pixels, which lie `stride` apart; `count` (1 to 4)
 * channels in the last vector, fewer than 4 only where `vectors` is 1. */
QN_INLINE void qn_neon_store(qn_out_s8 *y, int32_t stride, const int32x4_t *acc, int32_t pixels, int32_t vectors, int32_t count, const qn_channels_4 *c, const qn_neon_output *out)
{
    const int32_t all = pixels * vectors;
    int32x4_t multiplier[4], shift[4];
    int32_t i, j;
    QN_UNROLL
    for (i = 0; i < vectors; i++) {
        multiplier[i] = vld1q_s32(c[i].multiplier);
        shift[i] = vld1q_s32(c[i].shift);
    }
    QN_UNROLL
    for (i = 0; i < all; i += 4) {
        int8_t *to = y + i / vectors * stride;
        int32x4_t r[4];
        int8x8_t low;
        int8x16_t bytes;
        QN_UNROLL
        for (j = 0; j < 4; j++) {
            r[j] = i + j < all ? qn_neon_scale(acc[i + j], multiplier[(i + j) % vectors], shift[(i + j) % vectors]) : r[0];
        }
        low = qn_neon_narrow(r[0], r[1], out);
        bytes = qn_neon_limit(vcombine_s8(low, i + 2 < all ? qn_neon_narrow(r[2], r[3], out) : low), out);
        if (vectors == 4) {
            vst1q_s8(to, bytes);
        } else if (vectors == 2) {
            vst1_s8(to, vget_low_s8(bytes));
            if (pixels > 1) {
                vst1_s8(to + stride, vget_high_s8(bytes));
            }
        } else {
            QN_STORE_WORD(to, bytes, 0, count);
            if (pixels > 1) {
                QN_STORE_WORD(to + stride, bytes, 1, count);
            }
            if (pixels > 2) {
                QN_STORE_WORD(to + 2 * stride, bytes, 2, count);
                QN_STORE_WORD(to + 3 * stride, bytes, 3, count);
            }
        }
    }
}

#endif

#endif
