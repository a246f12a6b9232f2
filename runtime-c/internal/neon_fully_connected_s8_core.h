/* Body of the NEON kernels of int8 fully connected layers: rows of x four at a time, for the filter header that was included before. */
#ifndef QN_INTERNAL_NEON_FULLY_CONNECTED_S8_CORE_H
#define QN_INTERNAL_NEON_FULLY_CONNECTED_S8_CORE_H

#include "neon_filter_loop.h"
#include "qn_conv.h"

#if defined(QN_FLOAT_OUTPUT)
typedef qn_fully_connected_s8_f32_params qn_fully_connected_params;
#else
typedef qn_fully_connected_s8_params qn_fully_connected_params;
#endif

static inline void qn_neon_fully_connected_s8_core(const qn_fully_connected_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, qn_out_s8 *y, qn_epilogue_s8 out)
{
    const int32_t length = p->in_c, stride = p->out_c;
    const qn_filters_neon f = {w, (const qn_channels_4 *)(const void *)channel, stride};
    int32_t left = p->batch;
    QN_NO_UNROLL
    while (left > 0) {
        const int32_t count = left < QN_PIXELS ? left : QN_PIXELS;
        qn_patches_s8 s;
        int32_t i;
        s.rows = 1;
        s.run = length;
        s.row_step = 0;
        QN_NO_UNROLL
        for (i = 0; i < count; i++) {
            s.a[i] = x + i * length;
        }
        qn_neon_filter(&s, count, &f, y, stride, &out);
        x += count * length;
        y += count * stride;
        left -= count;
    }
}

#endif
