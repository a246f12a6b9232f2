/* The input under one row of output pixels, rearranged so that every patch is one run: [column][kernel_h][channels of the group], padding filled in.
 * Neighbouring patches overlap, so a row is copied once and not once per pixel. Works on bytes, so that int8 and float share it. Twin of src/kernels/geometry/mve-strip.ts, which sizes the scratch. */
#ifndef QN_INTERNAL_MVE_STRIP_H
#define QN_INTERNAL_MVE_STRIP_H

#include <arm_mve.h>

#include "codegen.h"
#include "conv_geometry.h"

typedef struct qn_strip {
    /* Output pixels that one strip serves. */
    int32_t pixels;
    /* Bytes from one column to the next, from one pixel of x to the next, and of the channels of one group. */
    int32_t column;
    int32_t pixel;
    int32_t bytes;
    /* What padding reads, one pixel. */
    const int8_t *pad;
    /* Where 16 neighbouring elements of a row go, if columns are that narrow and lie close enough together in x and strip: columns a scatter writes
     * whole, else 0; and what it writes for padding. */
    int32_t scattered;
    uint8x16_t places;
    int8x16_t padding;
} qn_strip;

/* How large strips may be: bytes, of which `run` for the last patch; and how many pixels are computed together. */
typedef struct qn_strip_limits {
    int32_t bytes;
    int32_t run;
    int32_t tile;
} qn_strip_limits;

static inline int32_t qn_strip_pixels(const qn_conv_geometry *g, int32_t column, qn_strip_limits most)
{
    const int32_t step = g->stride_w * column, left = most.bytes - most.run;
    const int32_t fit = left < 0 ? 0 : left / step + 1;
    const int32_t pixels = fit < most.tile ? most.tile : fit - fit % most.tile;
    return pixels < g->out_w ? pixels : g->out_w;
}

/* Copies `count` columns of `bytes` bytes. */
QN_BLOCK void qn_copy_columns(int8_t *to, int32_t to_step, const int8_t *from, int32_t from_step, int32_t bytes, int32_t count)
{
    QN_NO_UNROLL
    for (; bytes > 0; bytes -= 16) {
        const mve_pred16_t lanes = vctp8q((uint32_t)bytes);
        int8_t *y = to;
        const int8_t *x = from;
        int32_t i;
        QN_NO_UNROLL
        for (i = count; i > 0; i--) {
            vst1q_p_s8(y, vld1q_z_s8(x, lanes), lanes);
            y += to_step;
            x += from_step;
        }
        to += 16;
        from += 16;
    }
}

/* A column of the group is a whole pixel of x, and 16 elements reach over at least two of them, at most 255 bytes apart. */
static inline void qn_scatter_columns_of(qn_strip *s, int32_t groups)
{
    uint8_t places[16];
    int8_t padding[16];
    int32_t i, column = 0, byte = 0;
    s->scattered = 0;
    if (groups != 1 || s->bytes > 8 || 15 / s->bytes * s->column + s->bytes > 255) {
        return;
    }
    QN_SCALAR
    for (i = 0; i < 16; i++) {
        places[i] = (uint8_t)(column * s->column + byte);
        padding[i] = s->pad[byte];
        if (++byte == s->bytes) {
            byte = 0;
            column++;
        }
    }
    s->scattered = 16 / s->bytes;
    s->places = vld1q_u8(places);
    s->padding = vld1q_s8(padding);
}

/* `count` columns from neighbouring pixels at `from`, or of padding where that is null. */
QN_BLOCK void qn_scatter_columns(const qn_strip *s, int8_t *to, const int8_t *from, int32_t count)
{
    const uint8x16_t places = s->places;
    const int32_t elements = s->scattered * s->bytes, to_step = s->scattered * s->column;
    int8x16_t value = s->padding;
    int32_t left;
    QN_NO_UNROLL
    for (left = count * s->bytes; left > 0; left -= elements) {
        const mve_pred16_t lanes = vctp8q((uint32_t)left);
        if (from) {
            value = vld1q_z_s8(from, lanes);
            from += elements;
        }
        vstrbq_scatter_offset_p_s8(to, places, value, lanes);
        to += to_step;
    }
}

QN_BLOCK void qn_fill_columns(const qn_strip *s, int8_t *to, const int8_t *from, int32_t count)
{
    if (count <= 0) {
        return;
    }
    if (s->scattered > 0) {
        qn_scatter_columns(s, to, from, count);
    } else {
        qn_copy_columns(to, s->column, from ? from : s->pad, from ? s->pixel : 0, s->bytes, count);
    }
}

/* Fills the strip for `pixels` output pixels from `at` on; x begins at the group's first channel. */
QN_BLOCK void qn_fill_strip(const qn_conv_geometry *g, const qn_strip *s, const int8_t *x, qn_pixel at, int32_t pixels, int8_t *to)
{
    const int32_t columns = (pixels - 1) * g->stride_w + g->kernel_w;
    const int32_t start = at.column * g->stride_w - g->pad_left;
    int32_t row = at.row * g->stride_h - g->pad_top;
    int32_t i;
    QN_NO_UNROLL
    for (i = 0; i < g->kernel_h; i++, row += g->dilation_h, to += s->bytes) {
        const int32_t width = row >= 0 && row < g->in_h ? g->in_w : 0;
        const int32_t low = start < 0 ? -start : 0;
        const int32_t end = width - start < columns ? width - start : columns;
        const int32_t first = low < end ? low : columns;
        const int32_t last = low < end ? end : columns;
        qn_fill_columns(s, to, 0, first);
        qn_fill_columns(s, to + first * s->column, x + ((at.image * g->in_h + row) * g->in_w + start + first) * s->pixel, last - first);
        qn_fill_columns(s, to + last * s->column, 0, columns - last);
    }
}

#endif
