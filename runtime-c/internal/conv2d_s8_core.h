/* Body of qn_conv2d_s8, qn_conv2d_s8_f32, qn_conv2d_add_s8 and the two with 16-bit weights, to be inlined where shapes are constants too.
 * Walks output pixels in pairs; a patch is read in place where it is one run of x, else gathered into scratch. */
#ifndef QN_INTERNAL_CONV2D_S8_CORE_H
#define QN_INTERNAL_CONV2D_S8_CORE_H

#include "conv2d_s8_params.h"
#include "dot_s8.h"
#include "gather.h"

/* State of one call. */
typedef struct qn_conv_s8 {
    qn_conv_geometry g;
    qn_gather source;
    qn_epilogue_s8 out;
    int32_t length;
    int contiguous;
} qn_conv_s8;

static inline qn_conv_s8 qn_conv_s8_of(const qn_conv_params *p, const int8_t *x, const int8_t *pad, qn_epilogue_s8 out)
{
    qn_conv_s8 c;
    c.g = qn_geometry_of(p);
    c.source.x = (const uint8_t *)x;
    c.source.pad = (const uint8_t *)pad;
    c.source.pad_byte = p->pad_value;
    c.source.pixel_bytes = p->in_c;
    c.source.group_bytes = p->in_c / p->groups;
    c.source.group_offset = 0;
    c.out = out;
    c.length = p->kernel_h * p->kernel_w * c.source.group_bytes;
    c.contiguous = qn_patch_is_contiguous(&c.g, p->groups);
    return c;
}

/* The patch of `at`: in x, or gathered into the given slot of scratch. */
static inline const int8_t *qn_patch_s8(const qn_conv_s8 *c, qn_pixel at, int8_t *scratch, int32_t slot)
{
    if (c->contiguous) {
        return (const int8_t *)c->source.x + qn_patch_offset(&c->g, at) + c->source.group_offset;
    }
    scratch += slot * c->length;
    qn_gather_patch(&c->g, &c->source, at, (uint8_t *)scratch);
    return scratch;
}

/* One group: all pixels, the channels of `f`, outputs from y on with pixels out_c apart. */
static inline void qn_conv_group_s8(const qn_conv_s8 *c, const qn_filters_s8 *f, qn_out_s8 *y, int8_t *scratch)
{
    const int32_t pixels = c->g.batch * c->g.out_h * c->g.out_w;
    qn_pixel at = {0, 0, 0};
    int32_t i;
    QN_NO_UNROLL
    for (i = 0; i + 2 <= pixels; i += 2) {
        const qn_pixel next = qn_next_pixel(at, c->g.out_h, c->g.out_w);
        const int8_t *a[2];
        qn_out_s8 *to[2];
        a[0] = qn_patch_s8(c, at, scratch, 0);
        a[1] = qn_patch_s8(c, next, scratch, 1);
        to[0] = y;
        to[1] = y + c->g.out_c;
        qn_filter_pixel_pair_s8(f, a, &c->out, to);
        y += 2 * c->g.out_c;
        at = qn_next_pixel(next, c->g.out_h, c->g.out_w);
    }
    if (i < pixels) {
        qn_filter_pixel_s8(f, qn_patch_s8(c, at, scratch, 0), &c->out, y);
    }
}

static inline void qn_conv2d_s8_core(const qn_conv_params *p, const int8_t *x, const qn_weight *w, const int32_t *requant, const int8_t *pad, qn_out_s8 *y, void *scratch, qn_epilogue_s8 out)
{
    qn_conv_s8 c = qn_conv_s8_of(p, x, pad, out);
    const int32_t groups = p->groups;
    qn_filters_s8 f;
    int32_t group;
    f.w = w;
    f.requant = requant;
    f.channels = p->out_c / groups;
    f.length = c.length;
    QN_NO_UNROLL
    for (group = 0; group < groups; group++) {
        qn_conv_group_s8(&c, &f, y + group * f.channels, (int8_t *)scratch);
        f.w += f.channels * f.length;
        f.requant += QN_CHANNEL * f.channels;
        c.source.group_offset += c.source.group_bytes;
    }
}

#endif
