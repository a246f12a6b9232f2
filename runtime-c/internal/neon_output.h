/* What NEON kernels write from int32 accumulators: the rules of output.h on vectors of four channels, exactly.
 * The rule of requantize.h rounds acc * M / 2^T once, T = 32 - pre_shift + s: floors of floors are one floor. So vqdmulh, which gives
 * floor(acc * M / 2^31), and a rounding shift by T - 31 give the same integer with no pre-shift where T - 31 >= 1: where the real multipliers of a call lie
 * below 1/2. Else acc is shifted by the least number of bits that makes it so, the first entry of the packed table. With a residual (QN_SUM_OUTPUT)
 * the high half itself is computed. */
#ifndef QN_INTERNAL_NEON_OUTPUT_H
#define QN_INTERNAL_NEON_OUTPUT_H

#include "neon.h"
#include "output.h"

/* What the cores that serve int8 and float know of the element type (neon_output_f32.h has the other). */
typedef int8_t qn_element;
typedef qn_out_s8 qn_out;
typedef qn_epilogue_s8 qn_epilogue;
typedef int32x4_t qn_acc;
#define QN_LOAD_BIAS vld1q_s32

#if defined(QN_FLOAT_OUTPUT)
#include "neon_quantize.h"

/* Four channels as src/kernels/geometry/neon-packing.ts lays them out. */
typedef struct qn_channels_4 {
    int32_t bias[4];
    float scale[4];
} qn_channels_4;

/* Those of up to four vectors, loaded. */
typedef struct qn_neon_channels {
    float32x4_t scale[4];
} qn_neon_channels;

QN_INLINE qn_neon_channels qn_neon_channels_of(const qn_channels_4 *c, int32_t vectors)
{
    qn_neon_channels channels;
    int32_t v;
    QN_UNROLL
    for (v = 0; v < vectors; v++) {
        channels.scale[v] = vld1q_f32(c[v].scale);
    }
    return channels;
}

typedef qn_epilogue_s8 qn_neon_output;

QN_INLINE qn_neon_output qn_neon_output_of(const qn_epilogue_s8 *out)
{
    return *out;
}

/* `vectors` (a constant) vectors of channels of each of `pixels` (a constant) pixels, which lie `stride` apart; the last vector has `count` channels. */
QN_INLINE void qn_neon_store(qn_out_s8 *y, int32_t stride, const int32x4_t *acc, int32_t pixels, int32_t vectors, int32_t count, const qn_neon_channels *c, const qn_neon_output *out)
{
    int32_t p, v;
    QN_UNROLL
    for (p = 0; p < pixels; p++) {
        QN_UNROLL
        for (v = 0; v < vectors; v++) {
            const float32x4_t value = qn_neon_clamp(vmulq_f32(vcvtq_f32_s32(acc[p * vectors + v]), c->scale[v]), out->min, out->max);
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

#if defined(QN_SUM_OUTPUT)

/* Four channels as src/kernels/geometry/neon-packing.ts lays them out. */
typedef struct qn_channels_4 {
    int32_t bias[4];
    int32_t multiplier[4];
} qn_channels_4;

/* Those of up to four vectors, loaded. */
typedef struct qn_neon_channels {
    int32x4_t multiplier[4];
} qn_neon_channels;

typedef struct qn_neon_output {
    /* One less than that of the rule: vqdmulh doubles. */
    int32x4_t pre_shift;
    int32x4_t offset;
    int32x4_t shift;
    int16_t residual_multiplier;
    int8x16_t min;
    int8x16_t max;
    const int8_t *residual;
    const int8_t *first;
} qn_neon_output;

QN_INLINE qn_neon_output qn_neon_output_of(const qn_epilogue_s8 *out)
{
    qn_neon_output o;
    o.pre_shift = vdupq_n_s32(out->sum.pre_shift - 1);
    o.offset = vdupq_n_s32(out->sum.offset);
    o.shift = vdupq_n_s32(-out->sum.shift);
    o.residual_multiplier = (int16_t)out->sum.residual_multiplier;
    o.min = vdupq_n_s8((int8_t)out->sum.min);
    o.max = vdupq_n_s8((int8_t)out->sum.max);
    o.residual = out->residual;
    o.first = out->first;
    return o;
}

/* The residuals of the vectors that qn_neon_store writes together, from `y` on. */
QN_INLINE int8x16_t qn_neon_residuals(const int8_t *y, int32_t stride, int32_t pixels, int32_t vectors, int32_t count, const qn_neon_output *out)
{
    const int8_t *from = out->residual + (y - out->first);
    uint32_t word[4];
    int32_t i;
    if (vectors == 4) {
        return vld1q_s8(from);
    }
    if (vectors == 2) {
        const int8x8_t low = vld1_s8(from);
        return vcombine_s8(low, pixels > 1 ? vld1_s8(from + stride) : low);
    }
    QN_UNROLL
    for (i = 0; i < 4; i++) {
        const int8_t *one = from + (i < pixels ? i : 0) * stride;
        word[i] = count == 4 ? (uint32_t)qn_load_32(one) : (uint32_t)qn_load_some(one, count);
    }
    return vreinterpretq_s8_u32(vld1q_u32(word));
}

/* Vectors 0 to 3 of results before saturation. */
QN_INLINE void qn_neon_results(int32x4_t *r, const int8_t *y, int32_t stride, int32_t pixels, int32_t vectors, int32_t count, const qn_neon_output *out)
{
    const int8x16_t residual = qn_neon_residuals(y, stride, pixels, vectors, count, out);
    const int16x8_t low = vmovl_s8(vget_low_s8(residual)), high = vmovl_s8(vget_high_s8(residual));
    int32_t j;
    r[0] = vmlal_n_s16(r[0], vget_low_s16(low), out->residual_multiplier);
    r[1] = vmlal_n_s16(r[1], vget_high_s16(low), out->residual_multiplier);
    r[2] = vmlal_n_s16(r[2], vget_low_s16(high), out->residual_multiplier);
    r[3] = vmlal_n_s16(r[3], vget_high_s16(high), out->residual_multiplier);
    QN_UNROLL
    for (j = 0; j < 4; j++) {
        r[j] = vshlq_s32(vaddq_s32(r[j], out->offset), out->shift);
    }
}

QN_INLINE int32x4_t qn_neon_scale(int32x4_t acc, const qn_neon_channels *c, int32_t vector, const qn_neon_output *out)
{
    return vqdmulhq_s32(vshlq_s32(acc, out->pre_shift), c->multiplier[vector]);
}

QN_INLINE int16x8_t qn_neon_zero_point(int16x8_t value, const qn_neon_output *out)
{
    (void)out;
    return value;
}

#else

/* Entries of the packed table before those of the channels. */
#define QN_TABLE_HEAD 4

/* Four channels as src/kernels/geometry/neon-packing.ts lays them out; shift is 31 - T, less the bits that acc is shifted by. */
typedef struct qn_channels_4 {
    int32_t bias[4];
    int32_t multiplier[4];
    int32_t shift[4];
} qn_channels_4;

/* Those of up to four vectors, loaded. */
typedef struct qn_neon_channels {
    int32x4_t multiplier[4];
    int32x4_t shift[4];
} qn_neon_channels;

typedef struct qn_neon_output {
    int32_t pre_shift;
    int16x8_t zero_point;
    int8x16_t min;
    int8x16_t max;
} qn_neon_output;

QN_INLINE qn_neon_output qn_neon_output_of(const qn_epilogue_s8 *out)
{
    qn_neon_output o;
    o.pre_shift = out->pre_shift;
    o.zero_point = vdupq_n_s16((int16_t)out->zero_point);
    o.min = vdupq_n_s8((int8_t)out->min);
    o.max = vdupq_n_s8((int8_t)out->max);
    return o;
}

QN_INLINE int32x4_t qn_neon_scale(int32x4_t acc, const qn_neon_channels *c, int32_t vector, const qn_neon_output *out)
{
    (void)out;
    return vrshlq_s32(vqdmulhq_s32(acc, c->multiplier[vector]), c->shift[vector]);
}

/* Saturation before changes nothing: what saturates lies outside of [-128, 127] with the zero point too. */
QN_INLINE int16x8_t qn_neon_zero_point(int16x8_t value, const qn_neon_output *out)
{
    return vqaddq_s16(value, out->zero_point);
}

#endif

QN_INLINE qn_neon_channels qn_neon_channels_of(const qn_channels_4 *c, int32_t vectors)
{
    qn_neon_channels channels;
    int32_t v;
    QN_UNROLL
    for (v = 0; v < vectors; v++) {
        channels.multiplier[v] = vld1q_s32(c[v].multiplier);
#if !defined(QN_SUM_OUTPUT)
        channels.shift[v] = vld1q_s32(c[v].shift);
#endif
    }
    return channels;
}

QN_INLINE int8x8_t qn_neon_narrow(int32x4_t low, int32x4_t high, const qn_neon_output *out)
{
    return vqmovn_s16(qn_neon_zero_point(vcombine_s16(vqmovn_s32(low), vqmovn_s32(high)), out));
}

QN_INLINE int8x16_t qn_neon_limit(int8x16_t value, const qn_neon_output *out)
{
    return vminq_s8(vmaxq_s8(value, out->min), out->max);
}

/* `vectors` (a constant: 1, 2 or 4) vectors of channels of each of `pixels` (a constant: 1, 2 or 4) pixels, which lie `stride` apart; `count` (1 to 4)
 * channels in the last vector, fewer than 4 only where `vectors` is 1. */
QN_INLINE void qn_neon_store(qn_out_s8 *y, int32_t stride, const int32x4_t *acc, int32_t pixels, int32_t vectors, int32_t count, const qn_neon_channels *c, const qn_neon_output *out)
{
    const int32_t all = pixels * vectors;
    int32x4_t sums[16];
    int32_t i, j;
    QN_UNROLL
    for (i = 0; i < all; i++) {
        sums[i] = acc[i];
    }
#if !defined(QN_SUM_OUTPUT)
    if (out->pre_shift != 0) {
        const int32x4_t bits = vdupq_n_s32(out->pre_shift);
        QN_UNROLL
        for (i = 0; i < all; i++) {
            sums[i] = vshlq_s32(sums[i], bits);
        }
    }
#endif
    QN_UNROLL
    for (i = 0; i < all; i += 4) {
        int8_t *to = y + i / vectors * stride;
        int32x4_t r[4];
        int8x8_t low;
        int8x16_t bytes;
        QN_UNROLL
        for (j = 0; j < 4; j++) {
            r[j] = i + j < all ? qn_neon_scale(sums[i + j], c, (i + j) % vectors, out) : r[0];
        }
#if defined(QN_SUM_OUTPUT)
        qn_neon_results(r, to, stride, pixels, vectors, count, out);
#endif
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
