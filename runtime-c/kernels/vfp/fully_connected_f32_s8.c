/* qn_fully_connected_f32_s8 for cores with a single-precision FPU. */
#define QN_INT8_OUTPUT
#include "qn.h"
#include "qn_vfp.h"
#include "internal/vfp_fully_connected_f32_core.h"

void qn_fully_connected_f32_s8_vfp(const qn_fully_connected_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max, qn_quantizer_of(p->inverse_scale, p->out_zero_point), real, y};
    qn_vfp_fully_connected_f32_core(p, x, w, bias, y, out);
}
