/* Body of the float depthwise convolutions of the vfp folder, to be inlined where shapes are constants too: windows clipped to the input,
 * eight channels at a time, the rest as in the portable kernel. Each output channel has its own input channel; constants are canonical. */
#ifndef QN_INTERNAL_VFP_DEPTHWISE_F32_CORE_H
#define QN_INTERNAL_VFP_DEPTHWISE_F32_CORE_H

#include "depthwise_conv2d_f32_core.h"
#include "vfp_output.h"

/* Eight channels of one pixel in one go, if nothing is clamped from above and all is finite. */
static inline int qn_vfp_window_out(const qn_depthwise_window *window, const qn_depthwise_block_f32 *b)
{
#if defined(QN_INT8_OUTPUT)
    (void)window;
    (void)b;
    return 0;
#else
    return qn_vfp_only_min(&b->out) && qn_vfp_window_8_from(b->x, b->w, window, b->bias, b->out.min, b->y);
#endif
}

/* All channels of one pixel. */
QN_BLOCK void qn_vfp_depthwise_pixel(const qn_depthwise_window *window, qn_depthwise_block_f32 b, int32_t channels)
{
    int32_t blocks = window->rows > 0 ? channels / QN_VFP_BLOCK : 0;
    channels -= blocks * QN_VFP_BLOCK;
    QN_NO_UNROLL
    for (; blocks > 0; blocks--) {
        if (!qn_vfp_window_out(window, &b)) {
            float acc[QN_VFP_BLOCK];
            qn_vfp_window_8(b.x, b.w, window, b.bias, acc);
            qn_vfp_store(b.y, acc, QN_VFP_BLOCK, &b.out);
        }
        b.x += QN_VFP_BLOCK;
        b.w += QN_VFP_BLOCK;
        b.bias += QN_VFP_BLOCK;
        b.y += QN_VFP_BLOCK;
    }
    QN_NO_UNROLL
    for (; channels > 0; channels--) {
        qn_depthwise_1_f32(window, &b);
        b.x++;
        b.w++;
        b.bias++;
        b.y++;
    }
}

static inline void qn_vfp_depthwise_f32_core(const qn_depthwise_f32_params *p, const float *x, const float *w, const float *bias, qn_out_f32 *y, qn_epilogue_f32 out)
{
    const qn_conv_geometry g = qn_geometry_of(p);
    qn_depthwise_block_f32 b = {x, w, bias, y, out};
    qn_pixel at = {0, 0, 0};
    while (at.image < g.batch) {
        const qn_depthwise_window window = qn_depthwise_window_at(&g, at);
        b.x = x + window.x;
        b.w = w + window.w;
        qn_vfp_depthwise_pixel(&window, b, g.out_c);
        b.y += g.out_c;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}

#endif
