/* Body of the MVE fully connected layers from int8: rows are pixels of a pointwise convolution; all but the last few in pairs. */
#ifndef QN_INTERNAL_MVE_FULLY_CONNECTED_S8_CORE_H
#define QN_INTERNAL_MVE_FULLY_CONNECTED_S8_CORE_H

#include "fully_connected_s8_params.h"
#include "mve_dot_s8.h"

static inline void qn_mve_fully_connected_s8_core(const qn_fully_connected_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, qn_out_s8 *y, qn_epilogue_s8 out)
{
    const qn_lanes_s8 f = {w, channel, p->out_c, p->in_c, qn_lanes_epilogue_of(&out)};
    const int32_t behind = ((p->in_c + 15) & ~15) - p->in_c;
    const int32_t alone = (behind + p->in_c - 1) / p->in_c;
    int32_t row = p->batch > alone ? p->batch - alone : 0;
    if (row > 1) {
        qn_filter_run_lanes(&f, x, p->in_c, row, y, p->out_c);
    } else {
        row = 0;
    }
    for (; row < p->batch; row++) {
        qn_filter_pixel_lanes(&f, x + row * p->in_c, 0, y + row * p->out_c);
    }
}

#endif
