/* Body of qn_conv2d_f32 and qn_conv2d_f32_s8, to be inlined where shapes are constants too.
 * Walks output pixels in pairs; a patch is read in place where it is one run of x, else gathered into scratch. */
#ifndef QN_INTERNAL_CONV2D_F32_CORE_H
#define QN_INTERNAL_CONV2D_F32_CORE_H

#include "conv2d_f32_params.h"
#include "dot_f32.h"
#include "gather.h"

/* State of one call. */
typedef struct qn_conv_f32 {
    qn_conv_geometry g;
    qn_gather source;
    const float *x;
    int32_t group_offset;
    int32_t length;
    int contiguous;
} qn_conv_f32;

static inline qn_conv_f32 qn_conv_f32_of(const qn_conv_f32_params *p, const float *x, const float *pad)
{
    const int32_t size = (int32_t)sizeof *x;
    qn_conv_f32 c;
    c.g = qn_geometry_of(p);
    c.source.x = (const uint8_t *)x;
    c.source.pad = (const uint8_t *)pad;
    c.source.pad_byte = 0;
    c.source.pixel_bytes = p->in_c * size;
    c.source.group_bytes = p->in_c / p->groups * size;
    c.source.group_offset = 0;
    c.x = x;
    c.group_offset = 0;
    c.length = p->kernel_h * p->kernel_w * (p->in_c / p->groups);
    c.contiguous = qn_patch_is_contiguous(&c.g, p->groups);
    return c;
}

/* The patch of `at`: in x, or gathered into the given slot of scratch. */
static inline const float *qn_patch_f32(const qn_conv_f32 *c, qn_pixel at, float *scratch, int32_t slot)
{
    if (c->contiguous) {
        return c->x + qn_patch_offset(&c->g, at) + c->group_offset;
    }
    scratch += slot * c->length;
    qn_gather_patch(&c->g, &c->source, at, (uint8_t *)scratch);
    return scratch;
}

/* One group: all pixels, the channels of `f`, outputs from y on with pixels out_c apart. */
static inline void qn_conv_group_f32(const qn_conv_f32 *c, const qn_filters_f32 *f, qn_out_f32 *y, float *scratch)
{
    const int32_t pixels = c->g.batch * c->g.out_h * c->g.out_w;
    qn_pixel at = {0, 0, 0};
    int32_t i;
    QN_NO_UNROLL
    for (i = 0; i + 2 <= pixels; i += 2) {
        const qn_pixel next = qn_next_pixel(at, c->g.out_h, c->g.out_w);
        const float *a[2];
        qn_out_f32 *to[2];
        a[0] = qn_patch_f32(c, at, scratch, 0);
        a[1] = qn_patch_f32(c, next, scratch, 1);
        to[0] = y;
        to[1] = y + c->g.out_c;
        qn_filter_pixel_pair_f32(f, a, to);
        y += 2 * c->g.out_c;
        at = qn_next_pixel(next, c->g.out_h, c->g.out_w);
    }
    if (i < pixels) {
        qn_filter_pixel_f32(f, qn_patch_f32(c, at, scratch, 0), 0, y);
    }
}

static inline void qn_conv2d_f32_core(const qn_conv_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, qn_out_f32 *y, void *scratch, qn_epilogue_f32 out)
{
    const int32_t groups = p->groups;
    qn_conv_f32 c = qn_conv_f32_of(p, x, pad);
    qn_filters_f32 f = {w, bias, p->out_c / groups, c.length, out};
    int32_t group;
    QN_NO_UNROLL
    for (group = 0; group < groups; group++) {
        qn_conv_group_f32(&c, &f, y + group * f.channels, (float *)scratch);
        f.w += f.channels * f.length;
        f.bias += f.channels;
        c.source.group_offset += c.source.group_bytes;
        c.group_offset += c.g.in_c / groups;
    }
}

#endif
