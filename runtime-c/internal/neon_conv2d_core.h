/* Body of the NEON kernels of convolution, int8 and float: finds the inputs of output pixels, for the filter header that was included before (QN_FILL,
 * QN_GRAIN, qn_neon_block). Patches are read in place where they lie together, and row by row where all taps lie inside x; else they are
 * gathered, once for all output channels. */
#ifndef QN_INTERNAL_NEON_CONV2D_CORE_H
#define QN_INTERNAL_NEON_CONV2D_CORE_H

#include "neon_filter_loop.h"
#include "neon_gather.h"

#if defined(QN_FLOAT_ELEMENTS) && defined(QN_INT8_OUTPUT)
typedef qn_conv2d_f32_s8_params qn_conv_params;
#elif defined(QN_FLOAT_ELEMENTS)
typedef qn_conv2d_f32_params qn_conv_params;
#else
#include "conv2d_s8_params.h"
#endif

#if defined(QN_FLOAT_ELEMENTS)
#define QN_PAD_BYTE(p) 0
#else
#define QN_PAD_BYTE(p) ((p)->pad_value)
#endif

/* Pixels gathered at once where patches are small: src/kernels/geometry/neon-packing.ts has the scratch. */
#define QN_SMALL_PATCHES 16

/* Length with the zeros that fill it up. */
static inline int32_t qn_filled(int32_t length)
{
    return (length + QN_FILL - 1) / QN_FILL * QN_FILL;
}

/* State of one call. */
typedef struct qn_neon_conv {
    qn_conv_geometry g;
    qn_neon_source source;
    qn_epilogue out;
    /* Elements of a patch, and between gathered patches. */
    int32_t length;
    int32_t slot;
    /* The first channel of the group. */
    int32_t group_offset;
    int contiguous;
    /* Whether kernel rows may be runs, and whether patches are so small that more than one tile is gathered at once. */
    int by_rows;
    int small;
} qn_neon_conv;

static inline qn_neon_conv qn_neon_conv_of(const qn_conv_params *p, const qn_element *x, const qn_element *pad, qn_epilogue out)
{
    const int32_t size = (int32_t)sizeof(qn_element), row = p->kernel_w * p->in_c;
    qn_neon_conv c;
    c.g = qn_geometry_of(p);
    c.source.in.x = (const uint8_t *)x;
    c.source.in.pad = (const uint8_t *)pad;
    c.source.in.pad_byte = QN_PAD_BYTE(p);
    c.source.in.pixel_bytes = p->in_c * size;
    c.source.in.group_bytes = p->in_c / p->groups * size;
    c.source.in.group_offset = 0;
    c.source.end = c.source.in.x + p->batch * p->in_h * p->in_w * p->in_c * size;
    c.out = out;
    c.length = p->kernel_h * p->kernel_w * (p->in_c / p->groups);
    c.group_offset = 0;
    c.slot = (c.length + 15) & ~15;
    c.contiguous = qn_patch_is_contiguous(&c.g, p->groups);
    c.by_rows = p->groups == 1 && p->dilation_w == 1 && row >= 16 && row % QN_GRAIN == 0;
    c.small = p->groups == 1 && c.slot * size <= 256;
    return c;
}

static inline const qn_element *qn_window_start(const qn_neon_conv *c, qn_pixel at)
{
    const qn_conv_geometry *g = &c->g;
    const int32_t row = at.row * g->stride_h - g->pad_top, column = at.column * g->stride_w - g->pad_left;
    return (const qn_element *)(const void *)c->source.in.x + ((at.image * g->in_h + row) * g->in_w + column) * g->in_c + c->group_offset;
}

/* How many pixels from `at` on, in its row, have windows without padding. */
static inline int32_t qn_pixels_inside(const qn_conv_geometry *g, qn_pixel at)
{
    const int32_t row = at.row * g->stride_h - g->pad_top, column = at.column * g->stride_w - g->pad_left;
    const int32_t room = g->in_w - 1 - (g->kernel_w - 1) * g->dilation_w - column;
    int32_t count;
    if (row < 0 || column < 0 || row + (g->kernel_h - 1) * g->dilation_h >= g->in_h || room < 0) {
        return 0;
    }
    count = room / g->stride_w + 1;
    return count < g->out_w - at.column ? count : g->out_w - at.column;
}

/* Patches of `count` pixels, each one run of x. */
static inline void qn_patches_of_runs(const qn_neon_conv *c, qn_pixel at, int32_t count, qn_patches *s)
{
    int32_t i;
    s->rows = 1;
    s->run = c->length;
    QN_NO_UNROLL
    for (i = 0; i < count; i++) {
        s->a[i] = qn_window_start(c, at);
        at = qn_next_pixel(at, c->g.out_h, c->g.out_w);
    }
}

/* Patches of pixels of one row without padding, row by row. */
static inline void qn_patches_of_rows(const qn_neon_conv *c, qn_pixel at, qn_patches *s)
{
    const qn_element *from = qn_window_start(c, at);
    const int32_t step = c->g.stride_w * c->g.in_c;
    int32_t i;
    s->rows = c->g.kernel_h;
    s->run = c->g.kernel_w * c->g.in_c;
    s->row_step = c->g.dilation_h * c->g.in_w * c->g.in_c;
    s->advance = QN_PIXELS * step;
    for (i = 0; i < QN_PIXELS; i++) {
        s->a[i] = from + i * step;
    }
}

/* Patches of `count` pixels, gathered side by side; weights are zero where they are filled up. */
static inline void qn_patches_gathered(const qn_neon_conv *c, qn_pixel at, int32_t count, qn_element *scratch, qn_patches *s)
{
    int32_t i;
    s->rows = 1;
    s->run = qn_filled(c->length);
    s->advance = QN_PIXELS * c->slot;
    qn_neon_gather(&c->g, &c->source, at, count, (uint8_t *)scratch, c->slot * (int32_t)sizeof *scratch);
    for (i = 0; i < QN_PIXELS; i++) {
        s->a[i] = scratch + i * c->slot;
    }
}

/* Prepares as many of the `left` pixels from `at` on as go together, and returns their number. A pixel at an edge goes alone where three
 * without padding follow it. */
static inline int32_t qn_neon_patches(const qn_neon_conv *c, qn_pixel at, int32_t left, qn_element *scratch, qn_patches *s)
{
    int32_t count = left < QN_PIXELS ? left : QN_PIXELS;
    if (c->contiguous) {
        qn_patches_of_runs(c, at, count, s);
        return count;
    }
    if (c->by_rows) {
        const int32_t inside = qn_pixels_inside(&c->g, at);
        if (inside >= QN_PIXELS) {
            qn_patches_of_rows(c, at, s);
            return inside / QN_PIXELS * QN_PIXELS;
        }
        if (inside == 0 && at.column + QN_PIXELS < c->g.out_w) {
            const qn_pixel next = {at.image, at.row, at.column + 1};
            count = qn_pixels_inside(&c->g, next) >= QN_PIXELS ? 1 : count;
        }
    }
    if (c->small && !c->by_rows) {
        count = left < QN_SMALL_PATCHES ? left : QN_SMALL_PATCHES;
    }
    qn_patches_gathered(c, at, count, scratch, s);
    return count;
}

/* One group: all pixels, the channels of `f`, outputs from y on with pixels out_c apart. */
static inline void qn_neon_conv_group(const qn_neon_conv *c, const qn_filters_neon *f, qn_out *y, qn_element *scratch)
{
    int32_t left = c->g.batch * c->g.out_h * c->g.out_w;
    qn_pixel at = {0, 0, 0};
    qn_patches s;
    s.row_step = 0;
    s.advance = 0;
    if (c->contiguous && c->g.kernel_h == 1 && c->g.kernel_w == 1 && c->g.stride_h == 1 && c->g.stride_w == 1) {
        qn_patches_in_line(&s, (const qn_element *)(const void *)c->source.in.x + c->group_offset, c->length, c->g.in_c);
        qn_neon_filter(&s, left, f, y, c->g.out_c, &c->out);
        return;
    }
    QN_NO_UNROLL
    while (left > 0) {
        const int32_t count = qn_neon_patches(c, at, left, scratch, &s);
        qn_neon_filter(&s, count, f, y, c->g.out_c, &c->out);
        y += count * c->g.out_c;
        left -= count;
        for (at.column += count; at.column >= c->g.out_w; at.column -= c->g.out_w) {
            if (++at.row == c->g.out_h) {
                at.row = 0;
                at.image++;
            }
        }
    }
}

static inline void qn_neon_conv2d_core(const qn_conv_params *p, const qn_element *x, const qn_element *w, const void *channel, const qn_element *pad, qn_out *y, void *scratch, qn_epilogue out)
{
    const int32_t groups = p->groups;
    qn_neon_conv c = qn_neon_conv_of(p, x, pad, out);
    qn_filters_neon f;
    int32_t group;
    f.w = w;
    f.channel = (const qn_channels_4 *)channel;
    f.channels = p->out_c / groups;
    QN_NO_UNROLL
    for (group = 0; group < groups; group++) {
        qn_neon_conv_group(&c, &f, y + group * f.channels, (qn_element *)scratch);
        f.w += ((f.channels + 3) & ~3) * qn_filled(c.length);
        f.channel += (f.channels + 3) / 4;
        c.source.in.group_offset += c.source.in.group_bytes;
        c.group_offset += p->in_c / groups;
    }
}

#endif
