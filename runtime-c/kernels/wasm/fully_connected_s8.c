/* qn_fully_connected_s8 for WebAssembly: eight output channels are the lanes, one row of x at a time.
 * Weights and requantization are packed as for qn_conv2d_s8_wasm; pairs of inputs are widened on the way. */
#include "qn.h"
#include "qn_wasm.h"
#include "internal/wasm_requantize.h"

static inline void qn_multiply_pair(v128_t pair, const int8_t *w, v128_t acc[2])
{
    const v128_t both = wasm_v128_load(w);
    acc[0] = wasm_i32x4_add(acc[0], wasm_i32x4_dot_i16x8(pair, wasm_i16x8_extend_low_i8x16(both)));
    acc[1] = wasm_i32x4_add(acc[1], wasm_i32x4_dot_i16x8(pair, wasm_i16x8_extend_high_i8x16(both)));
}

/* Eight channels of one row; returns the weights of the next eight. */
static inline const int8_t *qn_row_8_s8(const int8_t *x, int32_t length, const int8_t *w, v128_t acc[2])
{
    int32_t k = 0;
    for (; k + 2 <= length; k += 2, w += 16) {
        qn_multiply_pair(wasm_i16x8_extend_low_i8x16(wasm_v128_load16_splat(x + k)), w, acc);
    }
    if (k < length) {
        qn_multiply_pair(wasm_i32x4_splat(x[k] & 0xFFFF), w, acc);
        w += 16;
    }
    return w;
}

void qn_fully_connected_s8_wasm(const qn_fully_connected_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y)
{
    const qn_fully_connected_s8_params q = *p;
    const qn_output_s8 out = {q.pre_shift, q.out_zero_point, q.out_min, q.out_max};
    int32_t row, channel;
    for (row = 0; row < q.batch; row++) {
        const qn_channels_8 *block = (const qn_channels_8 *)(const void *)requant;
        const int8_t *weights = w;
        for (channel = 0; channel < q.out_c; channel += 8, block++) {
            v128_t acc[2];
            acc[0] = wasm_v128_load(block->bias);
            acc[1] = wasm_v128_load(block->bias + 4);
            weights = qn_row_8_s8(x, q.in_c, weights, acc);
            qn_store_8(y + channel, q.out_c - channel, acc, block, &out);
        }
        x += q.in_c;
        y += q.out_c;
    }
}
