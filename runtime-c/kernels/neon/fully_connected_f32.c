/* qn_fully_connected_f32 by fused multiply-adds. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_f32_filter.h"
#include "internal/neon_fully_connected_core.h"

void qn_fully_connected_f32_neon(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    qn_neon_fully_connected_core(p, x, w, bias, y, out);
}
