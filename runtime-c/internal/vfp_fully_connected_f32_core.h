/* Body of the float fully connected layers of the vfp folder, to be inlined where shapes are constants too: rows in pairs, then the last one.
 * Constants as for convolutions. */
#ifndef QN_INTERNAL_VFP_FULLY_CONNECTED_F32_CORE_H
#define QN_INTERNAL_VFP_FULLY_CONNECTED_F32_CORE_H

#include "fully_connected_f32_core.h"
#include "vfp_conv2d_f32_core.h"

static inline void qn_vfp_fully_connected_f32_core(const qn_fully_connected_f32_core_params *p, const float *x, const float *w, const float *bias, qn_out_f32 *y, qn_epilogue_f32 out)
{
    const qn_filters_f32 f = {w, bias, p->out_c, p->in_c, out};
    int32_t rows = p->batch;
    QN_NO_UNROLL
    for (; rows >= 2; rows -= 2, x += 2 * f.length, y += 2 * f.channels) {
        qn_vfp_pair(&f, x, x + f.length, y, f.channels);
    }
    if (rows > 0) {
        qn_vfp_single(&f, x, y);
    }
}

#endif
