/* Body of the NEON kernels of int8 fully connected layers: rows of x are pixels in line, for the filter header that was included before. */
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
    const qn_filters_neon f = {w, (const qn_channels_4 *)(const void *)channel, p->out_c};
    qn_patches_s8 s;
    qn_patches_in_line(&s, x, p->in_c, p->in_c);
    qn_neon_filter(&s, p->batch, &f, y, p->out_c, &out);
}

#endif
