/* What kernels of the dsp folder write from their accumulators, in the forms of output.h.
 * int8: {bias, M, (zero point << s) + (1 << (s - 1)), s} per channel; else as in output.h. */
#ifndef QN_INTERNAL_DSP_OUTPUT_H
#define QN_INTERNAL_DSP_OUTPUT_H

#include "dsp.h"
#include "output.h"

#if defined(QN_FLOAT_OUTPUT)

#define QN_DSP_CHANNEL QN_CHANNEL

static inline void qn_dsp_store(qn_out_s8 *y, int32_t acc, const int32_t *channel, const qn_epilogue_s8 *out)
{
    qn_store_s8(y, acc, channel, out);
}

#else

/* Clamps to [min, max]; one instruction where that is all of int8. */
static inline int8_t qn_dsp_clamp(int32_t value, int32_t min, int32_t max)
{
    const int32_t byte = qn_saturate_8(value);
    return (int8_t)(min == -128 && max == 127 ? byte : qn_clamp_s32(byte, min, max));
}

#if defined(QN_SUM_OUTPUT)

#define QN_DSP_CHANNEL QN_CHANNEL

static inline void qn_dsp_store(qn_out_s8 *y, int32_t acc, const int32_t *channel, const qn_epilogue_s8 *out)
{
    const qn_output_sum_s8 *sum = &out->sum;
    const int32_t addend = out->residual[y - out->first] * sum->residual_multiplier + sum->offset;
    *y = qn_dsp_clamp(qn_add_high(qn_shift_left(acc, sum->pre_shift), channel[1], addend) >> sum->shift, sum->min, sum->max);
}

#else

#define QN_DSP_CHANNEL 4

static inline void qn_dsp_store(qn_out_s8 *y, int32_t acc, const int32_t *channel, const qn_epilogue_s8 *out)
{
    *y = qn_dsp_clamp(qn_add_high(qn_shift_left(acc, out->pre_shift), channel[1], channel[2]) >> channel[3], out->min, out->max);
}

#endif
#endif

#endif
