/* Where convolution windows lie: geometry common to all convolution params, clipped windows, pixel positions.
 * Twin of src/kernels/geometry/conv.ts: qn_patch_is_contiguous decides, on both sides, whether scratch is needed. */
#ifndef QN_INTERNAL_CONV_GEOMETRY_H
#define QN_INTERNAL_CONV_GEOMETRY_H

#include <stdint.h>

#include "codegen.h"
#include "memory.h"
#include "qn_conv.h"

typedef struct qn_conv_geometry {
    QN_CONV_GEOMETRY_FIELDS
} qn_conv_geometry;

/* All convolution params begin with the geometry. A copy, because stores through int8_t pointers may alias the params. */
static inline qn_conv_geometry qn_geometry_of(const void *params)
{
    qn_conv_geometry g;
    QN_MEMCPY(&g, params, sizeof g);
    return g;
}

/* Taps first <= i < end of a window. */
typedef struct qn_taps {
    int32_t first;
    int32_t end;
} qn_taps;

/* The taps at start + i * dilation, 0 <= i < count, that lie in [0, size). */
static inline qn_taps qn_taps_inside(int32_t start, int32_t count, int32_t dilation, int32_t size)
{
    qn_taps taps = {0, count};
    int32_t at = start;
    QN_NO_UNROLL
    for (; at < 0; at += dilation) {
        taps.first++;
    }
    taps.first = taps.first < count ? taps.first : count;
    at = start + (count - 1) * dilation;
    QN_NO_UNROLL
    for (; at >= size; at -= dilation) {
        taps.end--;
    }
    taps.end = taps.end > taps.first ? taps.end : taps.first;
    return taps;
}

/* An output pixel. */
typedef struct qn_pixel {
    int32_t image;
    int32_t row;
    int32_t column;
} qn_pixel;

static inline qn_pixel qn_next_pixel(qn_pixel at, int32_t rows, int32_t columns)
{
    if (++at.column == columns) {
        at.column = 0;
        if (++at.row == rows) {
            at.row = 0;
            at.image++;
        }
    }
    return at;
}

static inline int qn_touches_no_padding(const qn_conv_geometry *g)
{
    return g->pad_top == 0 && g->pad_left == 0 && (g->out_h - 1) * g->stride_h + (g->kernel_h - 1) * g->dilation_h < g->in_h &&
           (g->out_w - 1) * g->stride_w + (g->kernel_w - 1) * g->dilation_w < g->in_w;
}

/* Whether every patch is one run of the input, to be read in place. */
static inline int qn_patch_is_contiguous(const qn_conv_geometry *g, int32_t groups)
{
    if (!qn_touches_no_padding(g)) {
        return 0;
    }
    if (g->kernel_h == 1 && g->kernel_w == 1) {
        return 1;
    }
    if (groups != 1 || (g->kernel_w != 1 && g->dilation_w != 1)) {
        return 0;
    }
    return g->kernel_h == 1 || (g->kernel_w == g->in_w && g->dilation_h == 1);
}

/* Index of the first element of the window at `at`, which must not touch padding. */
static inline int32_t qn_patch_offset(const qn_conv_geometry *g, qn_pixel at)
{
    return ((at.image * g->in_h + at.row * g->stride_h) * g->in_w + at.column * g->stride_w) * g->in_c;
}

#endif
