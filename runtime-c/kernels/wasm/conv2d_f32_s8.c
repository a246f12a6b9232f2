/* qn_conv2d_f32_s8 for WebAssembly. */
#define QN_INT8_OUTPUT
#include "qn.h"
#include "qn_wasm.h"
#include "internal/wasm_conv2d_f32.h"

void qn_conv2d_f32_s8_wasm(const qn_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, const float *pad, float *real, int8_t *y, void *scratch)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max, qn_quantizer_of(p->inverse_scale, p->out_zero_point), real, y};
    qn_conv2d_f32_lanes(p, x, w, bias, pad, y, scratch, out);
}
