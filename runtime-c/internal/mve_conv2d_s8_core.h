/* Body of the MVE convolutions from int8. Patches that are one run of x are read in place; else strips of the input are rearranged in scratch.
 * Reads nothing behind x. */
#ifndef QN_INTERNAL_MVE_CONV2D_S8_CORE_H
#define QN_INTERNAL_MVE_CONV2D_S8_CORE_H

#include "conv2d_s8_params.h"
#include "mve_dot_s8.h"
#include "mve_strip.h"

/* State of one call. */
typedef struct qn_mve_conv {
    qn_conv_geometry g;
    int32_t groups;
    int32_t pad_value;
    const int8_t *x;
    const int8_t *pad;
    qn_out_s8 *y;
    int8_t *scratch;
} qn_mve_conv;

/* `count` patches that lie `step` bytes apart in x from `offset` on; those whose last block would end behind x go one by one. */
static inline void qn_patches_in_place(const qn_mve_conv *c, const qn_lanes_s8 *f, int32_t offset, int32_t step, int32_t count, qn_out_s8 *y)
{
    const int32_t last = c->g.batch * c->g.in_h * c->g.in_w * c->g.in_c - ((f->length + 15) & ~15);
    int32_t whole = offset > last ? 0 : (last - offset) / step + 1;
    whole = whole < count ? whole : count;
    qn_filter_run_lanes(f, c->x + offset, step, whole, y, c->g.out_c);
    for (; whole < count; whole++) {
        qn_filter_pixel_lanes(f, c->x + offset + whole * step, 0, y + whole * c->g.out_c);
    }
}

static inline void qn_group_in_place(const qn_mve_conv *c, const qn_lanes_s8 *f, int32_t group_offset, qn_out_s8 *y)
{
    const qn_conv_geometry *g = &c->g;
    const int32_t step = g->stride_w * g->in_c;
    qn_pixel at = {0, 0, 0};
    if (g->out_h * g->stride_h == g->in_h && g->out_w * g->stride_w == g->in_w && g->stride_h == 1) {
        qn_patches_in_place(c, f, group_offset, step, g->batch * g->out_h * g->out_w, y);
        return;
    }
    for (; at.image < g->batch; at.image++) {
        for (at.row = 0; at.row < g->out_h; at.row++) {
            qn_patches_in_place(c, f, group_offset + qn_patch_offset(g, at), step, g->out_w, y);
            y += g->out_w * g->out_c;
        }
    }
}

static inline void qn_group_in_strips(const qn_mve_conv *c, const qn_lanes_s8 *f, int32_t group_offset, qn_out_s8 *y)
{
    const qn_conv_geometry *g = &c->g;
    qn_strip s;
    qn_pixel at = {0, 0, 0};
    int8_t *strip = c->scratch;
    s.channels = g->in_c / c->groups;
    s.column = g->kernel_h * s.channels;
    s.pixels = qn_strip_pixels(g, s.column, f->length);
    if (c->pad) {
        s.pad = c->pad + group_offset;
    } else {
        QN_MEMSET(strip, c->pad_value, (size_t)s.channels);
        s.pad = strip;
        strip += (s.channels + 15) & ~15;
    }
    qn_scatter_columns_of(&s, c->groups);
    for (; at.image < g->batch; at.image++) {
        for (at.row = 0; at.row < g->out_h; at.row++) {
            for (at.column = 0; at.column < g->out_w; at.column += s.pixels) {
                const int32_t pixels = g->out_w - at.column < s.pixels ? g->out_w - at.column : s.pixels;
                qn_fill_strip(g, &s, c->x + group_offset, at, pixels, strip);
                qn_filter_run_lanes(f, strip, g->stride_w * s.column, pixels, y, g->out_c);
                y += pixels * g->out_c;
            }
        }
    }
}

static inline void qn_mve_conv2d_s8_core(const qn_conv_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, const int8_t *pad, qn_out_s8 *y, void *scratch, qn_epilogue_s8 out)
{
    const qn_mve_conv c = {qn_geometry_of(p), p->groups, p->pad_value, x, pad, y, (int8_t *)scratch};
    const int32_t channels = p->out_c / p->groups, in_channels = p->in_c / p->groups;
    const int32_t length = p->kernel_h * p->kernel_w * in_channels, blocks_of_4 = (channels + 3) / 4;
    const int in_place = qn_patch_is_contiguous(&c.g, p->groups);
    qn_lanes_s8 f = {w, channel, channels, length, qn_lanes_epilogue_of(&out)};
    int32_t group;
    QN_NO_UNROLL
    for (group = 0; group < p->groups; group++) {
        if (in_place) {
            qn_group_in_place(&c, &f, group * in_channels, y + group * channels);
        } else {
            qn_group_in_strips(&c, &f, group * in_channels, y + group * channels);
        }
        f.w += blocks_of_4 * 4 * ((length + 15) & ~15);
        f.channel += blocks_of_4 * QN_LANES_CHANNEL;
    }
}

#endif
