/* qn_conv2d_s8 for WebAssembly. */
#include "qn.h"
#include "qn_wasm.h"
#include "internal/wasm_conv2d_s8.h"

void qn_conv2d_s8_wasm(const qn_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch)
{
    const qn_epilogue_s8 out = {p->pre_shift, p->out_zero_point, p->out_min, p->out_max};
    qn_conv2d_s8_lanes(p, x, w, requant, pad, y, scratch, out);
}
