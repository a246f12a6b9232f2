/* qn_fully_connected_f32 for WebAssembly: output channels are the lanes; weights packed as for qn_conv2d_f32_wasm. */
#include "qn.h"
#include "qn_wasm.h"
#include "internal/wasm_filter_f32.h"

void qn_fully_connected_f32_wasm(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y)
{
    const qn_packed_f32 f = {w, bias, p->out_c, p->in_c, {p->out_min, p->out_max}};
    int32_t row, j;
    for (row = 0; row < p->batch;) {
        const int32_t count = p->batch - row >= QN_PIXELS ? QN_PIXELS : 1;
        const float *a[QN_PIXELS];
        for (j = 0; j < count; j++) {
            a[j] = x + (row + j) * p->in_c;
        }
        qn_filter_f32(&f, a, count, y + row * p->out_c, p->out_c);
        row += count;
    }
}
