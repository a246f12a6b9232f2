/* Copies the input patch of one output pixel and one group into scratch: [kernel_h][kernel_w][in_c/groups], padding filled in.
 * Works on bytes, so that int8 and float share it. Runs of a row are copied whole where dilation and groups allow. */
#ifndef QN_INTERNAL_GATHER_H
#define QN_INTERNAL_GATHER_H

#include "codegen.h"
#include "conv_geometry.h"

/* What a gather needs beside the geometry; sizes in bytes. */
typedef struct qn_gather {
    const uint8_t *x;
    /* Values of the padding by input channel, or null: fill with pad_byte. */
    const uint8_t *pad;
    int32_t pad_byte;
    /* One input pixel. */
    int32_t pixel_bytes;
    /* The channels of one group, and where they begin. */
    int32_t group_bytes;
    int32_t group_offset;
} qn_gather;

static inline uint8_t *qn_copy_bytes(uint8_t *to, const uint8_t *from, int32_t bytes)
{
    QN_MEMCPY(to, from, (size_t)bytes);
    return to + bytes;
}

/* Fills `taps` taps with padding. */
QN_BLOCK uint8_t *qn_fill_padding(const qn_gather *s, uint8_t *to, int32_t taps)
{
    int32_t i;
    if (s->pad == 0) {
        QN_MEMSET(to, s->pad_byte, (size_t)(taps * s->group_bytes));
        return to + taps * s->group_bytes;
    }
    for (i = 0; i < taps; i++) {
        to = qn_copy_bytes(to, s->pad + s->group_offset, s->group_bytes);
    }
    return to;
}

/* One kernel row that lies inside the input; `line` is that row of x, `start` the column of the first tap. */
QN_BLOCK uint8_t *qn_gather_row(const qn_conv_geometry *g, const qn_gather *s, const uint8_t *line, int32_t start, uint8_t *to)
{
    const qn_taps taps = qn_taps_inside(start, g->kernel_w, g->dilation_w, g->in_w);
    int32_t i;
    if (taps.first > 0) {
        to = qn_fill_padding(s, to, taps.first);
    }
    line += s->group_offset;
    if (g->dilation_w == 1 && s->group_bytes == s->pixel_bytes) {
        if (taps.end > taps.first) {
            to = qn_copy_bytes(to, line + (start + taps.first) * s->pixel_bytes, (taps.end - taps.first) * s->pixel_bytes);
        }
    } else {
        for (i = taps.first; i < taps.end; i++) {
            to = qn_copy_bytes(to, line + (start + i * g->dilation_w) * s->pixel_bytes, s->group_bytes);
        }
    }
    if (taps.end < g->kernel_w) {
        to = qn_fill_padding(s, to, g->kernel_w - taps.end);
    }
    return to;
}

QN_BLOCK void qn_gather_patch(const qn_conv_geometry *g, const qn_gather *s, qn_pixel at, uint8_t *to)
{
    const int32_t column = at.column * g->stride_w - g->pad_left;
    int32_t row = at.row * g->stride_h - g->pad_top;
    int32_t i;
    for (i = 0; i < g->kernel_h; i++, row += g->dilation_h) {
        if (row >= 0 && row < g->in_h) {
            to = qn_gather_row(g, s, s->x + (at.image * g->in_h + row) * g->in_w * s->pixel_bytes, column, to);
        } else {
            to = qn_fill_padding(s, to, g->kernel_w);
        }
    }
}

#endif
