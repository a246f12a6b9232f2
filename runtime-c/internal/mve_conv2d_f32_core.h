/* Body of the MVE convolutions from float: the walk of mve_conv_walk.h with the filters of mve_filter_f32.h. */
#ifndef QN_INTERNAL_MVE_CONV2D_F32_CORE_H
#define QN_INTERNAL_MVE_CONV2D_F32_CORE_H

#include "conv2d_f32_params.h"
#include "mve_conv_walk.h"
#include "mve_filter_f32.h"

#define QN_STRIP_BYTES 4096
#define QN_TILE_PIXELS 3

/* The filters of one group, and where its outputs go. */
typedef struct qn_group_f32 {
    qn_lanes_f32 f;
    qn_out_f32 *y;
    int32_t y_step;
} qn_group_f32;

QN_BLOCK void qn_run_f32(const void *group, const qn_patches *p)
{
    const qn_group_f32 *q = (const qn_group_f32 *)group;
    qn_filter_pixels_f32(&q->f, (const float *)(const void *)p->a, p->step / (int32_t)sizeof(float), p->count, q->y + p->first * q->y_step, q->y_step);
}

static inline void qn_mve_conv2d_f32_core(const qn_conv_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, qn_out_f32 *y, void *scratch, qn_epilogue_f32 out)
{
    const int32_t size = (int32_t)sizeof *x, channels = p->out_c / p->groups, in_channels = p->in_c / p->groups;
    const int32_t length = p->kernel_h * p->kernel_w * in_channels, lanes = (channels + QN_FLOAT_LANES - 1) / QN_FLOAT_LANES * QN_FLOAT_LANES;
    const qn_strip_limits limits = {QN_STRIP_BYTES, length * size, QN_TILE_PIXELS};
    const qn_mve_conv c = {qn_geometry_of(p), p->groups, size, 0, (const int8_t *)x, (const int8_t *)pad, (int8_t *)scratch, limits};
    qn_group_f32 q = {{w, bias, channels, length, out}, y, p->out_c};
    int32_t group;
    QN_NO_UNROLL
    for (group = 0; group < p->groups; group++) {
        qn_walk_group(&c, group * in_channels * size, qn_run_f32, &q);
        q.f.w += lanes * length;
        q.f.bias += lanes;
        q.y += channels;
    }
}

#endif
