/* What kernels of the vfp folder write from blocks of sums, in the forms of output.h. */
#ifndef QN_INTERNAL_VFP_OUTPUT_H
#define QN_INTERNAL_VFP_OUTPUT_H

#include "output.h"
#include "vfp.h"

/* Stores the first `count` (a constant where inlined) of eight sums. Bounds that are infinite clamp nothing. */
QN_INLINE void qn_vfp_store_some(qn_out_f32 *y, const float *acc, int32_t count, const qn_epilogue_f32 *out)
{
    int32_t i;
#if !defined(QN_INT8_OUTPUT)
    if (qn_float_bits(out->max) == 0x7F800000) {
        const float min = out->min;
        for (i = 0; i < count; i++) {
            const float value = acc[i];
            y[i] = value < min ? min : value;
        }
        return;
    }
#endif
    QN_NO_UNROLL
    for (i = 0; i < count; i++) {
        qn_store_f32(y + i, acc[i], out);
    }
}

static inline void qn_vfp_store(qn_out_f32 *y, const float *acc, int32_t count, const qn_epilogue_f32 *out)
{
    if (count >= QN_VFP_BLOCK) {
        qn_vfp_store_some(y, acc, QN_VFP_BLOCK, out);
    } else {
        qn_vfp_store_some(y, acc, count, out);
    }
}

#endif
