/* qn_depthwise_conv2d_s8 for WebAssembly where each output channel has its own input channel: eight channels are the lanes.
 * Weights are packed [kernel_h][kernel_w][channels filled up to a multiple of eight]; the last channels go one by one. */
#include "qn.h"
#include "qn_wasm.h"
#include "internal/conv_geometry.h"
#include "internal/wasm_requantize.h"

/* State of one call. */
typedef struct qn_lanes_s8 {
    qn_conv_geometry g;
    qn_output_s8 out;
    int32_t pad_value;
    /* Channels of w. */
    int32_t stride;
} qn_lanes_s8;

/* Address of tap (i, j) of the window at `at`, or null where it is padding. */
static inline const int8_t *qn_tap_s8(const qn_conv_geometry *g, const int8_t *x, qn_pixel at, int32_t i, int32_t j)
{
    const int32_t row = at.row * g->stride_h - g->pad_top + i * g->dilation_h;
    const int32_t column = at.column * g->stride_w - g->pad_left + j * g->dilation_w;
    if (row < 0 || row >= g->in_h || column < 0 || column >= g->in_w) {
        return 0;
    }
    return x + ((at.image * g->in_h + row) * g->in_w + column) * g->in_c;
}

/* Eight channels from `channel` on of one pixel. */
static inline void qn_depthwise_8_s8(const qn_lanes_s8 *d, const int8_t *x, qn_pixel at, const int8_t *w, const qn_channels_8 *requant, int8_t *y)
{
    const v128_t padding = wasm_i16x8_splat((int16_t)d->pad_value);
    v128_t acc[2];
    int32_t i, j;
    acc[0] = wasm_v128_load(requant->bias);
    acc[1] = wasm_v128_load(requant->bias + 4);
    for (i = 0; i < d->g.kernel_h; i++) {
        for (j = 0; j < d->g.kernel_w; j++, w += d->stride) {
            const int8_t *tap = qn_tap_s8(&d->g, x, at, i, j);
            const v128_t value = tap ? wasm_i16x8_load8x8(tap) : padding;
            const v128_t weight = wasm_i16x8_load8x8(w);
            acc[0] = wasm_i32x4_add(acc[0], wasm_i32x4_extmul_low_i16x8(value, weight));
            acc[1] = wasm_i32x4_add(acc[1], wasm_i32x4_extmul_high_i16x8(value, weight));
        }
    }
    qn_store_8(y, 8, acc, requant, &d->out);
}

/* One channel of one pixel; lane is its place in its block of eight. */
static void qn_depthwise_lane_s8(const qn_lanes_s8 *d, const int8_t *x, qn_pixel at, const int8_t *w, const qn_channels_8 *requant, int32_t lane, int8_t *y)
{
    int32_t acc = requant->bias[lane];
    int32_t i, j, scaled;
    for (i = 0; i < d->g.kernel_h; i++) {
        for (j = 0; j < d->g.kernel_w; j++, w += d->stride) {
            const int8_t *tap = qn_tap_s8(&d->g, x, at, i, j);
            acc += *w * (tap ? *tap : d->pad_value);
        }
    }
    scaled = qn_mul_high(qn_shift_left(acc, d->out.pre_shift), requant->multiplier[lane]) + requant->offset[lane];
    *y = (int8_t)qn_clamp_s32((int32_t)(((int64_t)scaled * requant->factor[lane]) >> 31), d->out.min, d->out.max);
}

void qn_depthwise_conv2d_s8_wasm(const qn_depthwise_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y, void *scratch)
{
    const qn_output_s8 out = {p->pre_shift, p->out_zero_point, p->out_min, p->out_max};
    const qn_lanes_s8 d = {qn_geometry_of(p), out, p->pad_value, (p->out_c + 7) & ~7};
    const qn_channels_8 *blocks = (const qn_channels_8 *)(const void *)requant;
    qn_pixel at = {0, 0, 0};
    (void)scratch;
    while (at.image < d.g.batch) {
        int32_t channel = 0;
        for (; channel + 8 <= d.g.out_c; channel += 8) {
            qn_depthwise_8_s8(&d, x + channel, at, w + channel, blocks + channel / 8, y + channel);
        }
        for (; channel < d.g.out_c; channel++) {
            qn_depthwise_lane_s8(&d, x + channel, at, w + channel, blocks + channel / 8, channel % 8, y + channel);
        }
        y += d.g.out_c;
        at = qn_next_pixel(at, d.g.out_h, d.g.out_w);
    }
}
