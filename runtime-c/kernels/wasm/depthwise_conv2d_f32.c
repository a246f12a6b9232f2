/* qn_depthwise_conv2d_f32 for WebAssembly where each output channel has its own input channel: four channels are the lanes.
 * Constants in the canonical layout; the last channels go one by one. */
#include "qn.h"
#include "qn_wasm.h"
#include "internal/depthwise_conv2d_f32_core.h"
#include "internal/wasm_filter_f32.h"

/* `vectors` (1 to 4, a constant where inlined) times four channels of one pixel. */
static inline void qn_depthwise_lanes_f32(const qn_depthwise_window *window, const qn_depthwise_block_f32 *b, int32_t vectors)
{
    const v128_t min = wasm_f32x4_splat(b->out.min), max = wasm_f32x4_splat(b->out.max);
    const float *x = b->x, *w = b->w;
    v128_t acc[4];
    int32_t i, j, v;
    for (v = 0; v < vectors; v++) {
        acc[v] = wasm_v128_load(b->bias + 4 * v);
    }
    for (i = 0; i < window->rows; i++, x += window->x_gap, w += window->w_gap) {
        for (j = 0; j < window->columns; j++, x += window->x_step, w += window->w_step) {
            for (v = 0; v < vectors; v++) {
                acc[v] = wasm_f32x4_add(wasm_f32x4_mul(wasm_v128_load(x + 4 * v), wasm_v128_load(w + 4 * v)), acc[v]);
            }
        }
    }
    for (v = 0; v < vectors; v++) {
        wasm_v128_store(b->y + 4 * v, qn_clamp_lanes(acc[v], min, max));
    }
}

static inline void qn_advance(qn_depthwise_block_f32 *b, int32_t channels)
{
    b->x += channels;
    b->w += channels;
    b->bias += channels;
    b->y += channels;
}

/* All channels of one pixel. */
static void qn_depthwise_all_f32(const qn_depthwise_window *window, qn_depthwise_block_f32 b, int32_t channels)
{
    b.x += window->x;
    b.w += window->w;
    for (; channels >= 16; channels -= 16) {
        qn_depthwise_lanes_f32(window, &b, 4);
        qn_advance(&b, 16);
    }
    for (; channels >= 4; channels -= 4) {
        qn_depthwise_lanes_f32(window, &b, 1);
        qn_advance(&b, 4);
    }
    for (; channels > 0; channels--) {
        qn_depthwise_1_f32(window, &b);
        qn_advance(&b, 1);
    }
}

void qn_depthwise_conv2d_f32_wasm(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch)
{
    const qn_conv_geometry g = qn_geometry_of(p);
    qn_depthwise_block_f32 b = {x, w, bias, y, {p->out_min, p->out_max}};
    qn_pixel at = {0, 0, 0};
    (void)scratch;
    while (at.image < g.batch) {
        const qn_depthwise_window window = qn_depthwise_window_at(&g, at);
        qn_depthwise_all_f32(&window, b, g.out_c);
        b.y += g.out_c;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
