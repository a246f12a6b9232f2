/* Body of the MVE convolutions from int8: the walk of mve_conv_walk.h with the filters of mve_dot_s8.h. Reads nothing behind x. */
#ifndef QN_INTERNAL_MVE_CONV2D_S8_CORE_H
#define QN_INTERNAL_MVE_CONV2D_S8_CORE_H

#include "conv2d_s8_params.h"
#include "mve_conv_walk.h"
#include "mve_dot_s8.h"

#define QN_STRIP_BYTES 1024
#define QN_TILE_PIXELS 2

/* The filters of one group, and where its outputs go. */
typedef struct qn_group_s8 {
    qn_lanes_s8 f;
    qn_out_s8 *y;
    int32_t y_step;
} qn_group_s8;

/* Patches whose last block would end behind the input go one by one. */
QN_BLOCK void qn_run_s8(const void *group, const qn_patches *p)
{
    const qn_group_s8 *q = (const qn_group_s8 *)group;
    qn_out_s8 *y = q->y + p->first * q->y_step;
    int32_t whole = p->count, i;
    if (p->end) {
        const int32_t room = (int32_t)(p->end - p->a) - ((q->f.length + 15) & ~15);
        const int32_t fit = room < 0 ? 0 : room / p->step + 1;
        whole = fit < whole ? fit : whole;
    }
    qn_filter_run_lanes(&q->f, p->a, p->step, whole, y, q->y_step);
    for (i = whole; i < p->count; i++) {
        qn_filter_pixel_lanes(&q->f, p->a + i * p->step, 0, y + i * q->y_step);
    }
}

static inline void qn_mve_conv2d_s8_core(const qn_conv_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, const int8_t *pad, qn_out_s8 *y, void *scratch, qn_epilogue_s8 out)
{
    const int32_t channels = p->out_c / p->groups, in_channels = p->in_c / p->groups;
    const int32_t length = p->kernel_h * p->kernel_w * in_channels, run = (length + 15) & ~15, blocks_of_4 = (channels + 3) / 4;
    const qn_mve_conv c = {qn_geometry_of(p), p->groups, 1, p->pad_value, x, pad, (int8_t *)scratch, {QN_STRIP_BYTES, run, QN_TILE_PIXELS}};
    qn_group_s8 q = {{w, channel, channels, length, qn_lanes_epilogue_of(&out)}, y, p->out_c};
    int32_t group;
    QN_NO_UNROLL
    for (group = 0; group < p->groups; group++) {
        qn_walk_group(&c, group * in_channels, qn_run_s8, &q);
        q.f.w += blocks_of_4 * 4 * run;
        q.f.channel += blocks_of_4 * QN_LANES_CHANNEL;
        q.y += channels;
    }
}

#endif
