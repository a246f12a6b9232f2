/* qn_conv2d_s8_f32 for WebAssembly. */
#define QN_FLOAT_OUTPUT
#include "qn.h"
#include "qn_wasm.h"
#include "internal/wasm_conv2d_s8.h"

void qn_conv2d_s8_f32_wasm(const qn_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, const int8_t *pad, int8_t *stored, float *y, void *scratch)
{
    const qn_epilogue_s8 out = {p->out_min, p->out_max, qn_quantizer_of(p->inverse_scale, p->out_zero_point), stored, y};
    qn_conv2d_s8_lanes(p, x, w, channel, pad, y, scratch, out);
}
