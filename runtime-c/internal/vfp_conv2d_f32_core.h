/* Body of the float convolutions of the vfp folder, to be inlined where shapes are constants too: two pixels by eight channels at a time.
 * Weights [group][channels / 8][length][8] and biases in eights, filled up with zeros. */
#ifndef QN_INTERNAL_VFP_CONV2D_F32_CORE_H
#define QN_INTERNAL_VFP_CONV2D_F32_CORE_H

#include "conv2d_f32_core.h"
#include "vfp_output.h"

/* The patch of `at` in x, or in slot `slot` of scratch, copied row by row. */
QN_BLOCK const float *qn_vfp_patch(const qn_conv_f32 *c, qn_pixel at, float *scratch, int32_t slot)
{
    const qn_conv_geometry *g = &c->g;
    const int32_t row = at.row * g->stride_h - g->pad_top, column = at.column * g->stride_w - g->pad_left;
    const int32_t run = g->kernel_w * g->in_c, line = g->dilation_h * g->in_w * g->in_c;
    const qn_taps rows = qn_taps_inside(row, g->kernel_h, g->dilation_h, g->in_h), columns = qn_taps_inside(column, g->kernel_w, 1, g->in_w);
    const int32_t inside = (columns.end - columns.first) * g->in_c, offset = ((at.image * g->in_h + row) * g->in_w + column + columns.first) * g->in_c;
    float *to;
    int32_t i;
    if (c->contiguous || g->dilation_w != 1 || c->length != g->kernel_h * run || c->source.pad != 0) {
        return qn_patch_f32(c, at, scratch, slot);
    }
    to = scratch + slot * c->length;
    if (inside < run || rows.end - rows.first < g->kernel_h) {
        qn_vfp_clear(to, c->length);
    }
    QN_NO_UNROLL
    for (i = rows.first; i < rows.end; i++) {
        qn_vfp_copy(to + i * run + columns.first * g->in_c, c->x + (offset + i * line), inside);
    }
    return to;
}

/* All channels of two pixels. */
QN_BLOCK void qn_vfp_pair(const qn_filters_f32 *f, const float *a0, const float *a1, qn_out_f32 *y, int32_t step)
{
    const float *w = f->w, *bias = f->bias;
    const qn_epilogue_f32 out = f->out;
    const int32_t block = QN_VFP_BLOCK * f->length;
    int32_t left = f->channels;
    QN_NO_UNROLL
    for (; left > 0; left -= QN_VFP_BLOCK, w += block, bias += QN_VFP_BLOCK, y += QN_VFP_BLOCK) {
        float acc[2 * QN_VFP_BLOCK];
        qn_vfp_dot_2x8(a0, a1, w, f->length, bias, acc);
        qn_vfp_store(y, acc, left, &out);
        qn_vfp_store(y + step, acc + QN_VFP_BLOCK, left, &out);
    }
}

/* All channels of one pixel. */
QN_BLOCK void qn_vfp_single(const qn_filters_f32 *f, const float *a, qn_out_f32 *y)
{
    const float *w = f->w, *bias = f->bias;
    const int32_t block = QN_VFP_BLOCK * f->length;
    int32_t left = f->channels;
    QN_NO_UNROLL
    for (; left > 0; left -= QN_VFP_BLOCK, w += block, bias += QN_VFP_BLOCK, y += QN_VFP_BLOCK) {
        float acc[QN_VFP_BLOCK];
        qn_vfp_dot_1x8(a, w, f->length, bias, acc);
        qn_vfp_store(y, acc, left, &f->out);
    }
}

/* One group: all pixels, the channels of `f`, outputs from y on with pixels out_c apart. */
static inline void qn_vfp_group(const qn_conv_f32 *c, const qn_filters_f32 *f, qn_out_f32 *y, float *scratch)
{
    int32_t pixels = c->g.batch * c->g.out_h * c->g.out_w;
    qn_pixel at = {0, 0, 0};
    QN_NO_UNROLL
    for (; pixels >= 2; pixels -= 2, y += 2 * c->g.out_c) {
        const qn_pixel next = qn_next_pixel(at, c->g.out_h, c->g.out_w);
        const float *a0 = qn_vfp_patch(c, at, scratch, 0), *a1 = qn_vfp_patch(c, next, scratch, 1);
        qn_vfp_pair(f, a0, a1, y, c->g.out_c);
        at = qn_next_pixel(next, c->g.out_h, c->g.out_w);
    }
    if (pixels > 0) {
        qn_vfp_single(f, qn_vfp_patch(c, at, scratch, 0), y);
    }
}

static inline void qn_vfp_conv2d_f32_core(const qn_conv_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, qn_out_f32 *y, void *scratch, qn_epilogue_f32 out)
{
    const int32_t groups = p->groups, channels = p->out_c / groups, blocks = (channels + QN_VFP_BLOCK - 1) / QN_VFP_BLOCK;
    qn_conv_f32 c = qn_conv_f32_of(p, x, pad);
    qn_filters_f32 f = {w, bias, channels, c.length, out};
    int32_t group;
    QN_NO_UNROLL
    for (group = 0; group < groups; group++) {
        qn_vfp_group(&c, &f, y + group * channels, (float *)scratch);
        f.w += blocks * QN_VFP_BLOCK * f.length;
        f.bias += blocks * QN_VFP_BLOCK;
        c.source.group_offset += c.source.group_bytes;
        c.group_offset += c.g.in_c / groups;
    }
}

#endif
