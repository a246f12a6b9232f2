/* Portable qn_conv2d_f32. */
#include "qn.h"
#include "internal/conv2d_f32_core.h"

void qn_conv2d_f32(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    qn_conv2d_f32_core(p, x, w, bias, pad, y, scratch, out);
}
