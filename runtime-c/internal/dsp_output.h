/* What kernels of the dsp folder write from their accumulators, in the forms of output.h.
 * int8: {bias, M, (zero point << s) + (1 << (s - 1)), s} per channel; else as in output.h. */
#ifndef QN_INTERNAL_DSP_OUTPUT_H
#define QN_INTERNAL_DSP_OUTPUT_H

#include "dsp.h"
#include "output.h"

/* The epilogue of a call. `plain`: there is no pre-shift and the clamp is that of int8, so that saturation does it. */
typedef struct qn_dsp_output {
    qn_epilogue_s8 form;
    int plain;
} qn_dsp_output;

/* Whether plain output is that of the functions of dsp.h with output. */
#if defined(QN_FLOAT_OUTPUT) || defined(QN_SUM_OUTPUT)
#define QN_DSP_SATURATES 0
#else
#define QN_DSP_SATURATES 1
#endif

#if defined(QN_FLOAT_OUTPUT)

#define QN_DSP_CHANNEL QN_CHANNEL

/* What the epilogue needs of one channel, in registers. */
typedef const int32_t *qn_dsp_scale;

static inline qn_dsp_scale qn_dsp_scale_of(const int32_t *channel)
{
    return channel;
}

static inline qn_dsp_output qn_dsp_output_of(qn_epilogue_s8 form)
{
    const qn_dsp_output out = {form, 1};
    return out;
}

/* One output; `plain` is a constant where inlined. */
static inline void qn_dsp_store(qn_out_s8 *y, int32_t acc, qn_dsp_scale scale, const qn_dsp_output *out, int plain)
{
    (void)plain;
    qn_store_s8(y, acc, scale, &out->form);
}

#elif defined(QN_SUM_OUTPUT)

#define QN_DSP_CHANNEL QN_CHANNEL

typedef int32_t qn_dsp_scale;

static inline qn_dsp_scale qn_dsp_scale_of(const int32_t *channel)
{
    return channel[1];
}

static inline qn_dsp_output qn_dsp_output_of(qn_epilogue_s8 form)
{
    const qn_dsp_output out = {form, form.sum.pre_shift == 0 && form.sum.min == -128 && form.sum.max == 127};
    return out;
}

static inline void qn_dsp_store(qn_out_s8 *y, int32_t acc, qn_dsp_scale multiplier, const qn_dsp_output *out, int plain)
{
    const qn_output_sum_s8 *sum = &out->form.sum;
    const int32_t addend = out->form.residual[y - out->form.first] * sum->residual_multiplier + sum->offset;
    if (plain) {
        *y = (int8_t)qn_saturate_8(qn_add_high(acc, multiplier, addend) >> sum->shift);
    } else {
        *y = (int8_t)qn_clamp_s32(qn_add_high(qn_shift_left(acc, sum->pre_shift), multiplier, addend) >> sum->shift, sum->min, sum->max);
    }
}

#else

#define QN_DSP_CHANNEL 4

typedef struct qn_dsp_scale {
    int32_t multiplier;
    int32_t addend;
    int32_t shift;
} qn_dsp_scale;

static inline qn_dsp_scale qn_dsp_scale_of(const int32_t *channel)
{
    const qn_dsp_scale scale = {channel[1], channel[2], channel[3]};
    return scale;
}

static inline qn_dsp_output qn_dsp_output_of(qn_epilogue_s8 form)
{
    const qn_dsp_output out = {form, form.pre_shift == 0 && form.min == -128 && form.max == 127};
    return out;
}

static inline void qn_dsp_store(qn_out_s8 *y, int32_t acc, qn_dsp_scale scale, const qn_dsp_output *out, int plain)
{
    const qn_output_s8 *o = &out->form;
    if (plain) {
        *y = (int8_t)qn_saturate_8(qn_add_high(acc, scale.multiplier, scale.addend) >> scale.shift);
    } else {
        *y = (int8_t)qn_clamp_s32(qn_add_high(qn_shift_left(acc, o->pre_shift), scale.multiplier, scale.addend) >> scale.shift, o->min, o->max);
    }
}

#endif

/* `count` (a constant where inlined) outputs of one channel, `step` apart. */
static inline void qn_dsp_store_column(qn_out_s8 *y, int32_t step, const int32_t *acc, int32_t count, const int32_t *channel, const qn_dsp_output *out)
{
    const qn_dsp_scale scale = qn_dsp_scale_of(channel);
    int32_t i;
    if (out->plain) {
        for (i = 0; i < count; i++, y += step) {
            qn_dsp_store(y, acc[i], scale, out, 1);
        }
    } else {
        QN_NO_UNROLL
        for (i = 0; i < count; i++, y += step) {
            qn_dsp_store(y, acc[i], scale, out, 0);
        }
    }
}

/* The first `count` (1, or 2 and more) of two outputs of one channel, `step` apart. */
static inline void qn_dsp_store_two(qn_out_s8 *y, int32_t step, const int32_t *acc, int32_t count, const int32_t *channel, const qn_dsp_output *out)
{
    const qn_dsp_scale scale = qn_dsp_scale_of(channel);
    if (out->plain) {
        qn_dsp_store(y, acc[0], scale, out, 1);
        if (count > 1) {
            qn_dsp_store(y + step, acc[1], scale, out, 1);
        }
    } else {
        qn_dsp_store(y, acc[0], scale, out, 0);
        if (count > 1) {
            qn_dsp_store(y + step, acc[1], scale, out, 0);
        }
    }
}

/* The first `count` (1 to 4) of four neighbouring channels. */
static inline void qn_dsp_store_row(qn_out_s8 *y, const int32_t acc[4], int32_t count, const int32_t *channel, const qn_dsp_output *out)
{
    int32_t i;
    if (count >= 4 && out->plain) {
        for (i = 0; i < 4; i++) {
            qn_dsp_store(y + i, acc[i], qn_dsp_scale_of(channel + i * QN_DSP_CHANNEL), out, 1);
        }
    } else {
        QN_NO_UNROLL
        for (i = 0; i < (count < 4 ? count : 4); i++) {
            qn_dsp_store(y + i, acc[i], qn_dsp_scale_of(channel + i * QN_DSP_CHANNEL), out, 0);
        }
    }
}

#endif
