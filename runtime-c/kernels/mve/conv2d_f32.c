/* qn_conv2d_f32 for MVE. */
#include "qn.h"
#include "qn_mve.h"
#include "internal/mve_conv2d_f32_core.h"

void qn_conv2d_f32_mve(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    qn_mve_conv2d_f32_core(p, x, w, bias, pad, y, scratch, out);
}
