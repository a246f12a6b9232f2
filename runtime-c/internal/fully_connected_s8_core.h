/* Body of qn_fully_connected_s8 and qn_fully_connected_s8_f32, to be inlined where shapes are constants too: rows in pairs, then the last one. */
#ifndef QN_INTERNAL_FULLY_CONNECTED_S8_CORE_H
#define QN_INTERNAL_FULLY_CONNECTED_S8_CORE_H

#include "dot_s8.h"
#include "fully_connected_s8_params.h"

static inline void qn_fully_connected_s8_core(const qn_fully_connected_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, qn_out_s8 *y, qn_epilogue_s8 out)
{
    const qn_filters_s8 f = {w, requant, p->out_c, p->in_c};
    int32_t rows = p->batch;
    QN_NO_UNROLL
    for (; rows >= 2; rows -= 2) {
        const int8_t *a[2];
        qn_out_s8 *to[2];
        a[0] = x;
        a[1] = x + f.length;
        to[0] = y;
        to[1] = y + f.channels;
        qn_filter_pixel_pair_s8(&f, a, &out, to);
        x += 2 * f.length;
        y += 2 * f.channels;
    }
    if (rows > 0) {
        qn_filter_pixel_s8(&f, x, &out, y);
    }
}

#endif
