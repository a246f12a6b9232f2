/* qn_conv2d_f32 by fused multiply-adds, where it pays on transformed tiles. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_f32_filter.h"
#include "internal/neon_conv2d_core.h"
#include "internal/neon_winograd_f32.h"

void qn_conv2d_f32_neon(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    if (pad == 0 && qn_winograd_pays(p)) {
        qn_winograd_f32(p, x, w, bias, y, scratch, out);
    } else {
        qn_neon_conv2d_core(p, x, w, bias, pad, y, scratch, out);
    }
}
