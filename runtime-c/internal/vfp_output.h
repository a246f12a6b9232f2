/* What kernels of the vfp folder write from blocks of sums, in the forms of output.h. */
#ifndef QN_INTERNAL_VFP_OUTPUT_H
#define QN_INTERNAL_VFP_OUTPUT_H

#include "output.h"
#include "vfp.h"

/* Whether a bound is so far out that it clamps infinities only: the largest float or infinity. */
static inline int qn_vfp_is_open(float bound)
{
    return (qn_float_bits(bound) & 0x7FFFFFFF) >= 0x7F7FFFFF;
}

/* Whether outputs are float and nothing finite is clamped from above. */
static inline int qn_vfp_only_min(const qn_epilogue_f32 *out)
{
#if defined(QN_INT8_OUTPUT)
    (void)out;
    return 0;
#else
    return qn_vfp_is_open(out->max);
#endif
}

/* Whether all eight, and their sum, are neither infinite nor NaN. */
static inline int qn_vfp_all_finite(const float acc[QN_VFP_BLOCK])
{
    const float sum = ((acc[0] + acc[1]) + (acc[2] + acc[3])) + ((acc[4] + acc[5]) + (acc[6] + acc[7]));
    return (qn_float_bits(sum) & 0x7F800000) != 0x7F800000;
}

/* Stores the first `count` of eight sums; whole blocks of finite ones with the bounds that matter. */
static inline void qn_vfp_store(qn_out_f32 *y, const float *acc, int32_t count, const qn_epilogue_f32 *out)
{
    int32_t i;
#if !defined(QN_INT8_OUTPUT)
    if (count >= QN_VFP_BLOCK && qn_vfp_only_min(out) && qn_vfp_all_finite(acc)) {
        const float min = out->min;
        if (qn_vfp_is_open(min)) {
            qn_vfp_copy(y, acc, QN_VFP_BLOCK);
        } else {
            for (i = 0; i < QN_VFP_BLOCK; i++) {
                const float value = acc[i];
                y[i] = value < min ? min : value;
            }
        }
        return;
    }
#endif
    count = count < QN_VFP_BLOCK ? count : QN_VFP_BLOCK;
    QN_NO_UNROLL
    for (i = 0; i < count; i++) {
        qn_store_f32(y + i, acc[i], out);
    }
}

#endif
