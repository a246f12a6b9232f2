/* Body of qn_conv2d_f32 and qn_conv2d_f32_s8 for WebAssembly: output channels are the lanes, blocks of four pixels by eight channels.
 * Each output is the same sum in the same order as in the portable kernel. Weights are packed [group][channels/8][length][8],
 * channel counts filled up with zeros; biases likewise. */
#ifndef QN_INTERNAL_WASM_CONV2D_F32_H
#define QN_INTERNAL_WASM_CONV2D_F32_H

#include "conv2d_f32_core.h"
#include "wasm_filter_f32.h"

/* One group; scratch holds QN_PIXELS gathered patches where patches are not read in place. */
static void qn_group_f32(const qn_conv_f32 *c, const qn_packed_f32 *f, qn_out_f32 *y, float *scratch)
{
    const int32_t pixels = c->g.batch * c->g.out_h * c->g.out_w;
    qn_pixel at = {0, 0, 0};
    int32_t i, j;
    for (i = 0; i < pixels;) {
        const int32_t count = pixels - i >= QN_PIXELS ? QN_PIXELS : 1;
        const float *a[QN_PIXELS];
        for (j = 0; j < count; j++) {
            a[j] = qn_patch_f32(c, at, scratch, j);
            at = qn_next_pixel(at, c->g.out_h, c->g.out_w);
        }
        qn_filter_f32(f, a, count, y, c->g.out_c);
        y += count * c->g.out_c;
        i += count;
    }
}

static inline void qn_conv2d_f32_lanes(const qn_conv_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, qn_out_f32 *y, void *scratch, qn_epilogue_f32 out)
{
    qn_conv_f32 c = qn_conv_f32_of(p, x, pad);
    const int32_t blocks = (p->out_c / p->groups + 7) / 8;
    qn_packed_f32 f = {w, bias, p->out_c / p->groups, c.length, out};
    int32_t group;
    for (group = 0; group < p->groups; group++) {
        qn_group_f32(&c, &f, y + group * f.channels, (float *)scratch);
        f.w += blocks * 8 * f.length;
        f.bias += blocks * 8;
        c.source.group_offset += c.source.group_bytes;
        c.group_offset += p->in_c / p->groups;
    }
}

#endif
