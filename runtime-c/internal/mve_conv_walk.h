/* How the MVE convolutions walk over their output: runs of equidistant patches, read in place where patches are runs of x, else from strips of the
 * input that are rearranged in scratch. Knows no element type: a core says what one run of patches is, and in which order groups follow. */
#ifndef QN_INTERNAL_MVE_CONV_WALK_H
#define QN_INTERNAL_MVE_CONV_WALK_H

#include "mve_strip.h"

/* State of one call. */
typedef struct qn_mve_conv {
    qn_conv_geometry g;
    int32_t groups;
    /* Bytes of an element, and of padding where pad is null. */
    int32_t element;
    int32_t pad_byte;
    const int8_t *x;
    const int8_t *pad;
    int8_t *scratch;
    qn_strip_limits limits;
} qn_mve_conv;

/* Outputs of `count` pixels from number `first` on, whose patches lie `step` bytes apart from `a` on; behind `end`, if not null, nothing may be read. */
typedef struct qn_patches {
    const int8_t *a;
    int32_t step;
    int32_t count;
    int32_t first;
    const int8_t *end;
} qn_patches;

typedef void (*qn_patch_run)(const void *filters, const qn_patches *patches);

static inline void qn_walk_in_place(const qn_mve_conv *c, int32_t group_offset, qn_patch_run run, const void *filters)
{
    const qn_conv_geometry *g = &c->g;
    const int32_t pixel = g->in_c * c->element;
    qn_patches patches = {c->x + group_offset, g->stride_w * pixel, g->batch * g->out_h * g->out_w, 0, c->x + g->batch * g->in_h * g->in_w * pixel};
    qn_pixel at = {0, 0, 0};
    if (g->stride_h == 1 && g->out_h == g->in_h && g->out_w * g->stride_w == g->in_w) {
        run(filters, &patches);
        return;
    }
    patches.count = g->out_w;
    for (; at.image < g->batch; at.image++) {
        for (at.row = 0; at.row < g->out_h; at.row++) {
            patches.a = c->x + group_offset + qn_patch_offset(g, at) * c->element;
            run(filters, &patches);
            patches.first += g->out_w;
        }
    }
}

static inline void qn_walk_strips(const qn_mve_conv *c, int32_t group_offset, qn_patch_run run, const void *filters)
{
    const qn_conv_geometry *g = &c->g;
    qn_pixel at = {0, 0, 0};
    int8_t *strip = c->scratch;
    qn_patches patches = {strip, 0, 0, 0, 0};
    qn_strip s;
    s.pixel = g->in_c * c->element;
    s.bytes = s.pixel / c->groups;
    s.column = g->kernel_h * s.bytes;
    s.pixels = qn_strip_pixels(g, s.column, c->limits);
    if (c->pad) {
        s.pad = c->pad + group_offset;
    } else {
        QN_MEMSET(strip, c->pad_byte, (size_t)s.bytes);
        s.pad = strip;
        strip += (s.bytes + 15) & ~15;
    }
    qn_scatter_columns_of(&s, c->groups);
    patches.a = strip;
    patches.step = g->stride_w * s.column;
    for (; at.image < g->batch; at.image++) {
        for (at.row = 0; at.row < g->out_h; at.row++) {
            for (at.column = 0; at.column < g->out_w; at.column += s.pixels) {
                patches.count = g->out_w - at.column < s.pixels ? g->out_w - at.column : s.pixels;
                qn_fill_strip(g, &s, c->x + group_offset, at, patches.count, strip);
                run(filters, &patches);
                patches.first += patches.count;
            }
        }
    }
}

/* The output pixels of the group whose channels begin `group_offset` bytes into a pixel. */
static inline void qn_walk_group(const qn_mve_conv *c, int32_t group_offset, qn_patch_run run, const void *filters)
{
    if (qn_patch_is_contiguous(&c->g, c->groups)) {
        qn_walk_in_place(c, group_offset, run, filters);
    } else {
        qn_walk_strips(c, group_offset, run, filters);
    }
}

#endif
