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

typedef struct qn_neon_limits {
    int8x16_t min;
    int8x16_t max;
} qn_neon_limits;

QN_INLINE int8x16_t qn_neon_limit(int8x16_t value, const qn_neon_limits *out)
{
    return vminq_s8(vmaxq_s8(value, out->min), out->max);
}

/* Sixteen bytes: `vectors` times four channels of one, two or four of `pixels` pixels, which lie `stride` apart; `count` channels in the last vector. */
QN_INLINE void qn_neon_put(int8_t *to, int32_t stride, int8x16_t bytes, int32_t pixels, int32_t vectors, int32_t count)
{
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

#if defined(QN_SUM_OUTPUT)

/* Four channels as src/kernels/geometry/neon-packing.ts lays them out. */
typedef struct qn_channels_4 {
    int32_t bias[4];
    int32_t multiplier[4];
} qn_channels_4;

typedef struct qn_neon_output {
    /* One less than the rule's: vqdmulh doubles. */
    int32x4_t pre_shift;
    int32x4_t offset;
    /* Negative: to the right. */
    int32x4_t shift;
    int16x4_t residual_multiplier;
    qn_neon_limits limits;
    const int8_t *residual;
    const int8_t *first;
} qn_neon_output;

QN_INLINE qn_neon_output qn_neon_output_of(const qn_epilogue_s8 *out)
{
    qn_neon_output o;
    o.pre_shift = vdupq_n_s32(out->sum.pre_shift - 1);
    o.offset = vdupq_n_s32(out->sum.offset);
    o.shift = vdupq_n_s32(-out->sum.shift);
    o.residual_multiplier = vdup_n_s16((int16_t)out->sum.residual_multiplier);
    o.limits.min = vdupq_n_s8((int8_t)out->sum.min);
    o.limits.max = vdupq_n_s8((int8_t)out->sum.max);
    o.residual = out->residual;
    o.first = out->first;
    return o;
}

/* The bytes that qn_neon_put writes. */
QN_INLINE int8x16_t qn_neon_take(const int8_t *from, int32_t stride, int32_t pixels, int32_t vectors, int32_t count)
{
    int32_t words[4] = {0, 0, 0, 0};
    int32_t i;
    if (vectors == 4) {
        return vld1q_s8(from);
    }
    if (vectors == 2) {
        return vcombine_s8(vld1_s8(from), vld1_s8(pixels > 1 ? from + stride : from));
    }
    for (i = 0; i < pixels; i++) {
        words[i] = count == 4 ? qn_load_32(from + i * stride) : (int32_t)(uint32_t)qn_load_some(from + i * stride, count);
    }
    return vreinterpretq_s8_s32(vld1q_s32(words));
}

QN_INLINE int32x4_t qn_neon_sum(int32x4_t acc, int32x4_t multiplier, int16x4_t residual, const qn_neon_output *out)
{
    const int32x4_t high = vqdmulhq_s32(vshlq_s32(acc, out->pre_shift), multiplier);
    return vshlq_s32(vmlal_s16(vaddq_s32(high, out->offset), residual, out->residual_multiplier), out->shift);
}

/* As below. */
QN_INLINE void qn_neon_store(qn_out_s8 *y, int32_t stride, const int32x4_t *acc, int32_t pixels, int32_t vectors, int32_t count, const qn_channels_4 *c, const qn_neon_output *out)
{
    const int32_t all = pixels * vectors;
    int32_t i, j;
    for (i = 0; i < all; i += 4) {
        int8_t *to = y + i / vectors * stride;
        const int8x16_t residual = qn_neon_take(out->residual + (to - out->first), stride, pixels, vectors, count);
        const int16x8_t low = vmovl_s8(vget_low_s8(residual)), high = vmovl_s8(vget_high_s8(residual));
        const int16x4_t words[4] = {vget_low_s16(low), vget_high_s16(low), vget_low_s16(high), vget_high_s16(high)};
        int32x4_t r[4];
        for (j = 0; j < 4; j++) {
            r[j] = i + j < all ? qn_neon_sum(acc[i + j], vld1q_s32(c[(i + j) % vectors].multiplier), words[j], out) : r[0];
        }
        qn_neon_put(to, stride, qn_neon_limit(vcombine_s8(vqmovn_s16(vcombine_s16(vqmovn_s32(r[0]), vqmovn_s32(r[1]))), vqmovn_s16(vcombine_s16(vqmovn_s32(r[2]), vqmovn_s32(r[3])))), &out->limits), pixels, vectors, count);
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
    qn_neon_limits limits;
} qn_neon_output;

QN_INLINE qn_neon_output qn_neon_output_of(const qn_epilogue_s8 *out)
{
    qn_neon_output o;
    o.zero_point = vdupq_n_s16((int16_t)out->zero_point);
    o.limits.min = vdupq_n_s8((int8_t)out->min);
    o.limits.max = vdupq_n_s8((int8_t)out->max);
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
        bytes = qn_neon_limit(vcombine_s8(low, i + 2 < all ? qn_neon_narrow(r[2], r[3], out) : low), &out->limits);
        qn_neon_put(to, stride, bytes, pixels, vectors, count);
    }
}

#endif

#endif

#endif
