/* What MVE kernels write from int32 accumulators: four neighbouring outputs at a time, by the rules of output.h and with the same bytes.
 * Channel constants are packed by src/kernels/geometry/mve-packing.ts in blocks of four, filled up with zeros: QN_LANES_CHANNEL words each. */
#ifndef QN_INTERNAL_MVE_OUTPUT_H
#define QN_INTERNAL_MVE_OUTPUT_H

#include <arm_mve.h>

#include "codegen.h"
#include "output.h"

static inline int32x4_t qn_clamp_lanes_s32(int32x4_t value, int32_t min, int32_t max)
{
    return vminq_s32(vmaxq_s32(value, vdupq_n_s32(min)), vdupq_n_s32(max));
}

/* Stores the low bytes of the first `count` lanes. */
static inline void qn_store_lanes_s8(int8_t *y, int32x4_t value, int32_t count)
{
    if (count >= 4) {
        vstrbq_s32(y, value);
    } else {
        vstrbq_p_s32(y, value, vctp32q((uint32_t)count));
    }
}

/* clamp(value, min, max) as qn_clampf does it, where value is not NaN. */
static inline float32x4_t qn_clamp_lanes_f32(float32x4_t value, float min, float max)
{
    return vminnmq_f32(vmaxnmq_f32(value, vdupq_n_f32(min)), vdupq_n_f32(max));
}

/* As qn_quantize, where real is not NaN; the bytes are the lanes' low bytes. */
static inline int32x4_t qn_quantize_lanes(float32x4_t real, const qn_quantizer *to)
{
    const float32x4_t value = qn_clamp_lanes_f32(vmulq_n_f32(real, to->inverse_scale), to->min, to->max);
    return vaddq_n_s32(vcvtnq_s32_f32(value), to->zero_point);
}

#if defined(QN_FLOAT_OUTPUT)

/* {bias[4], scale as bits[4]}. */
#define QN_LANES_CHANNEL 8

typedef qn_epilogue_s8 qn_lanes_epilogue;

static inline qn_lanes_epilogue qn_lanes_epilogue_of(const qn_epilogue_s8 *out)
{
    return *out;
}

static inline void qn_store_4_lanes(qn_out_s8 *y, int32x4_t acc, const int32_t *channel, int32_t count, const qn_lanes_epilogue *out)
{
    const float32x4_t scaled = vmulq_f32(vcvtq_f32_s32(vaddq_s32(acc, vld1q_s32(channel))), vreinterpretq_f32_s32(vld1q_s32(channel + 4)));
    const float32x4_t value = qn_clamp_lanes_f32(scaled, out->min, out->max);
    if (out->stored) {
        qn_store_lanes_s8(out->stored + (y - out->real), qn_quantize_lanes(value, &out->to), count);
    }
    if (count >= 4) {
        vst1q_f32(y, value);
    } else {
        vst1q_p_f32(y, value, vctp32q((uint32_t)count));
    }
}

/* A function of its own, so that its floats occupy no vector register while the tile of mve_dot_s8.h needs most of them. */
QN_BLOCK void qn_store_4_lanes_twice(qn_out_s8 *y0, int32x4_t acc0, qn_out_s8 *y1, int32x4_t acc1, const int32_t *channel, const qn_lanes_epilogue *out)
{
    qn_store_4_lanes(y0, acc0, channel, 4, out);
    qn_store_4_lanes(y1, acc1, channel, 4, out);
}

#elif defined(QN_SUM_OUTPUT)

/* The shift before the high multiplication is a factor: with the bias shifted at compile time, one multiply-accumulate does both. */
static inline int32x4_t qn_scale_lanes(int32x4_t acc, const int32_t *channel, int32x4_t multiplier, int32_t factor)
{
    return vmulhq_s32(vmlaq_n_s32(vld1q_s32(channel), acc, factor), multiplier);
}

/* {bias << pre_shift[4], M[4]}. */
#define QN_LANES_CHANNEL 8

typedef struct qn_lanes_epilogue {
    int32_t factor;
    qn_epilogue_s8 sum;
} qn_lanes_epilogue;

static inline qn_lanes_epilogue qn_lanes_epilogue_of(const qn_epilogue_s8 *out)
{
    const qn_lanes_epilogue lanes = {qn_shift_left(1, out->sum.pre_shift), *out};
    return lanes;
}

static inline void qn_store_scaled(qn_out_s8 *y, int32x4_t scaled, int32_t count, const qn_lanes_epilogue *out)
{
    const qn_output_sum_s8 *sum = &out->sum.sum;
    const int8_t *from = out->sum.residual + (y - out->sum.first);
    const int32x4_t residual = count >= 4 ? vldrbq_s32(from) : vldrbq_z_s32(from, vctp32q((uint32_t)count));
    const int32x4_t value = vaddq_n_s32(vmlaq_n_s32(scaled, residual, sum->residual_multiplier), sum->offset);
    qn_store_lanes_s8(y, qn_clamp_lanes_s32(vshlq_r_s32(value, -sum->shift), sum->min, sum->max), count);
}

static inline void qn_store_4_lanes(qn_out_s8 *y, int32x4_t acc, const int32_t *channel, int32_t count, const qn_lanes_epilogue *out)
{
    qn_store_scaled(y, qn_scale_lanes(acc, channel, vld1q_s32(channel + 4), out->factor), count, out);
}

static inline void qn_store_4_lanes_twice(qn_out_s8 *y0, int32x4_t acc0, qn_out_s8 *y1, int32x4_t acc1, const int32_t *channel, const qn_lanes_epilogue *out)
{
    const int32x4_t multiplier = vld1q_s32(channel + 4);
    qn_store_scaled(y0, qn_scale_lanes(acc0, channel, multiplier, out->factor), 4, out);
    qn_store_scaled(y1, qn_scale_lanes(acc1, channel, multiplier, out->factor), 4, out);
}

#else

/* {bias[4], M[4], pre_shift - s[4]}. floor((floor(a * 2^pre_shift) + c) / 2^s) is floor((floor(a) + c / 2^pre_shift) / 2^(s - pre_shift)) where c is a
 * multiple of 2^pre_shift, that is for s > pre_shift: there the shift before the multiplication can be taken from the one behind it. */
#define QN_LANES_CHANNEL 12

typedef struct qn_lanes_epilogue {
    int32_t zero_point;
    int32_t min;
    int32_t max;
} qn_lanes_epilogue;

static inline qn_lanes_epilogue qn_lanes_epilogue_of(const qn_epilogue_s8 *out)
{
    const qn_lanes_epilogue lanes = {out->zero_point, out->min, out->max};
    return lanes;
}

/* (v + (zp << s) + (1 << (s - 1))) >> s is the rounding shift of v by s, plus zp. */
static inline int32x4_t qn_round_lanes(int32x4_t sum, int32x4_t multiplier, int32x4_t right, const qn_lanes_epilogue *out)
{
    const int32x4_t value = vrshlq_s32(vmulhq_s32(sum, multiplier), right);
    return qn_clamp_lanes_s32(vaddq_n_s32(value, out->zero_point), out->min, out->max);
}

static inline void qn_store_4_lanes(qn_out_s8 *y, int32x4_t acc, const int32_t *channel, int32_t count, const qn_lanes_epilogue *out)
{
    qn_store_lanes_s8(y, qn_round_lanes(vaddq_s32(acc, vld1q_s32(channel)), vld1q_s32(channel + 4), vld1q_s32(channel + 8), out), count);
}

static inline void qn_store_4_lanes_twice(qn_out_s8 *y0, int32x4_t acc0, qn_out_s8 *y1, int32x4_t acc1, const int32_t *channel, const qn_lanes_epilogue *out)
{
    const int32x4_t bias = vld1q_s32(channel), multiplier = vld1q_s32(channel + 4), right = vld1q_s32(channel + 8);
    vstrbq_s32(y0, qn_round_lanes(vaddq_s32(acc0, bias), multiplier, right, out));
    vstrbq_s32(y1, qn_round_lanes(vaddq_s32(acc1, bias), multiplier, right, out));
}

#endif

#endif
