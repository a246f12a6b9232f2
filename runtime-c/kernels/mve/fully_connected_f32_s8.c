/* qn_fully_connected_f32_s8 for MVE. */
#define QN_INT8_OUTPUT
#include "qn.h"
#include "qn_mve.h"
#include "internal/mve_filter_f32.h"

void qn_fully_connected_f32_s8_mve(const qn_fully_connected_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y)
{
    const qn_lanes_f32 f = {w, bias, p->out_c, p->in_c, {p->out_min, p->out_max, qn_quantizer_of(p->inverse_scale, p->out_zero_point), real, y}};
    qn_filter_pixels_f32(&f, x, p->in_c, p->batch, y, p->out_c);
}
