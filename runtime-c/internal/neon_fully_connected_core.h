/* Body of the NEON kernels of fully connected layers, int8 and float: rows of x are pixels in line, for the filter header that was included before. */
#ifndef QN_INTERNAL_NEON_FULLY_CONNECTED_CORE_H
#define QN_INTERNAL_NEON_FULLY_CONNECTED_CORE_H

#include "neon_filter_loop.h"
#include "qn_conv.h"

#if defined(QN_FLOAT_ELEMENTS) && defined(QN_INT8_OUTPUT)
typedef qn_fully_connected_f32_s8_params qn_fully_connected_params;
#elif defined(QN_FLOAT_ELEMENTS)
typedef qn_fully_connected_f32_params qn_fully_connected_params;
#elif defined(QN_FLOAT_OUTPUT)
typedef qn_fully_connected_s8_f32_params qn_fully_connected_params;
#else
typedef qn_fully_connected_s8_params qn_fully_connected_params;
#endif

static inline void qn_neon_fully_connected_core(const qn_fully_connected_params *p, const qn_element *x, const qn_element *w, const void *channel, qn_out *y, qn_epilogue out)
{
    const qn_filters_neon f = {w, (const qn_channels_4 *)channel, p->out_c};
    qn_patches s;
    qn_patches_in_line(&s, x, p->in_c, p->in_c);
    qn_neon_filter(&s, p->batch, &f, y, p->out_c, &out);
}

#endif
