/* The input under one row of output pixels, rearranged so that every patch is one run: [column][kernel_h][channels of the group], padding filled in.
 * Neighbouring patches overlap, so a row is copied once and not once per pixel. Twin of src/kernels/geometry/mve-strip.ts, which sizes the scratch. */
#ifndef QN_INTERNAL_MVE_STRIP_H
#define QN_INTERNAL_MVE_STRIP_H

#include <arm_mve.h>

#include "codegen.h"
#include "conv_geometry.h"

#define QN_STRIP_BYTES 1024

typedef struct qn_strip {
    /* Output pixels that one strip serves. */
    int32_t pixels;
    /* Bytes from one column to the next. */
    int32_t column;
    /* Channels of one group. */
    int32_t channels;
    /* What padding reads, one pixel. */
    const int8_t *pad;
} qn_strip;

static inline int32_t qn_strip_pixels(const qn_conv_geometry *g, int32_t column, int32_t length)
{
    const int32_t step = g->stride_w * column, run = (length + 15) & ~15;
    const int32_t most = QN_STRIP_BYTES < run + step ? 2 : ((QN_STRIP_BYTES - run) / step + 1) & ~1;
    return most < g->out_w ? most : g->out_w;
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

/* Fills the strip for `pixels` output pixels from `at` on; x begins at the group's first channel. */
static inline void qn_fill_strip(const qn_conv_geometry *g, const qn_strip *s, const int8_t *x, qn_pixel at, int32_t pixels, int8_t *to)
{
    const int32_t columns = (pixels - 1) * g->stride_w + g->kernel_w;
    const int32_t start = at.column * g->stride_w - g->pad_left;
    int32_t row = at.row * g->stride_h - g->pad_top;
    int32_t i;
    QN_NO_UNROLL
    for (i = 0; i < g->kernel_h; i++, row += g->dilation_h, to += s->channels) {
        const int32_t width = row >= 0 && row < g->in_h ? g->in_w : 0;
        const int32_t low = start < 0 ? -start : 0;
        const int32_t end = width - start < columns ? width - start : columns;
        const int32_t first = low < end ? low : columns;
        const int32_t last = low < end ? end : columns;
        if (first > 0) {
            qn_copy_columns(to, s->column, s->pad, 0, s->channels, first);
        }
        if (last > first) {
            qn_copy_columns(to + first * s->column, s->column, x + ((at.image * g->in_h + row) * g->in_w + start + first) * g->in_c, g->in_c, s->channels, last - first);
        }
        if (columns > last) {
            qn_copy_columns(to + last * s->column, s->column, s->pad, 0, s->channels, columns - last);
        }
    }
}

#endif
