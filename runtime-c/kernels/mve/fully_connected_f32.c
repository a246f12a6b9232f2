/* qn_fully_connected_f32 for MVE: rows are pixels of a pointwise convolution. */
#include "qn.h"
#include "qn_mve.h"
#include "internal/mve_filter_f32.h"

void qn_fully_connected_f32_mve(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y)
{
    const qn_lanes_f32 f = {w, bias, p->out_c, p->in_c, {p->out_min, p->out_max}};
    qn_filter_pixels_f32(&f, x, p->in_c, p->batch, y, p->out_c);
}
