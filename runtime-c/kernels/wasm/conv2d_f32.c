/* qn_conv2d_f32 for WebAssembly. */
#include "qn.h"
#include "qn_wasm.h"
#include "internal/wasm_conv2d_f32.h"

void qn_conv2d_f32_wasm(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    qn_conv2d_f32_lanes(p, x, w, bias, pad, y, scratch, out);
}
