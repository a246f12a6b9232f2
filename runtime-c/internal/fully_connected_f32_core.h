/* Body of qn_fully_connected_f32 and qn_fully_connected_f32_s8, to be inlined where shapes are constants too: rows in pairs, then the last one. */
#ifndef QN_INTERNAL_FULLY_CONNECTED_F32_CORE_H
#define QN_INTERNAL_FULLY_CONNECTED_F32_CORE_H

#include "dot_f32.h"
#include "fully_connected_f32_params.h"

static inline void qn_fully_connected_f32_core(const qn_fully_connected_f32_core_params *p, const float *x, const float *w, const float *bias, qn_out_f32 *y, qn_epilogue_f32 out)
{
    const qn_filters_f32 f = {w, bias, p->out_c, p->in_c, out};
    int32_t rows = p->batch;
    QN_NO_UNROLL
    for (; rows >= 2; rows -= 2) {
        const float *a[2];
        qn_out_f32 *to[2];
        a[0] = x;
        a[1] = x + f.length;
        to[0] = y;
        to[1] = y + f.channels;
        qn_filter_pixel_pair_f32(&f, a, to);
        x += 2 * f.length;
        y += 2 * f.channels;
    }
    if (rows > 0) {
        qn_filter_pixel_f32(&f, x, 0, y);
    }
}

#endif
