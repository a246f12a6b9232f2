/* Body of the MVE fully connected layers from int8: each row is a pixel of a pointwise convolution. */
#ifndef QN_INTERNAL_MVE_FULLY_CONNECTED_S8_CORE_H
#define QN_INTERNAL_MVE_FULLY_CONNECTED_S8_CORE_H

#include "fully_connected_s8_params.h"
#include "mve_dot_s8.h"

static inline void qn_mve_fully_connected_s8_core(const qn_fully_connected_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, qn_out_s8 *y, qn_epilogue_s8 out)
{
    const qn_lanes_s8 f = {w, channel, p->out_c, p->in_c, qn_lanes_epilogue_of(&out)};
    int32_t row;
    QN_NO_UNROLL
    for (row = 0; row < p->batch; row++) {
        qn_filter_pixel_lanes(&f, x, 0, y);
        x += p->in_c;
        y += p->out_c;
    }
}

#endif
