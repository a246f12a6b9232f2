/* qn_fully_connected_f32 for cores with a single-precision FPU. */
#include "qn.h"
#include "qn_vfp.h"
#include "internal/vfp_fully_connected_f32_core.h"

void qn_fully_connected_f32_vfp(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    qn_vfp_fully_connected_f32_core(p, x, w, bias, y, out);
}
