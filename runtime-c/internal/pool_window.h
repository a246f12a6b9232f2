/* Where pooling windows lie: the taps of a window inside the input, and the address of the first of them.
 * Knows neither element type nor operation. */
#ifndef QN_INTERNAL_POOL_WINDOW_H
#define QN_INTERNAL_POOL_WINDOW_H

#include <stdint.h>

#include "conv_geometry.h"
#include "qn_pool.h"

/* The geometry of one pooling call. */
typedef struct qn_pool {
    QN_POOL_GEOMETRY_FIELDS
    int32_t dilation_h;
    int32_t dilation_w;
    int32_t pad_top;
    int32_t pad_left;
} qn_pool;

/* One clipped window, in elements. */
typedef struct qn_pool_window {
    int32_t offset;
    int32_t rows;
    int32_t columns;
    int32_t row_step;
    int32_t column_step;
} qn_pool_window;

/* The fields that every pooling params struct begins with; dilation 1, no padding. */
static inline qn_pool qn_pool_of(const void *params)
{
    qn_pool g;
    QN_MEMCPY(&g, params, 10 * sizeof(int32_t));
    g.dilation_h = 1;
    g.dilation_w = 1;
    g.pad_top = 0;
    g.pad_left = 0;
    return g;
}

static inline qn_pool_window qn_pool_window_at(const qn_pool *g, qn_pixel at)
{
    const int32_t row = at.row * g->stride_h - g->pad_top;
    const int32_t column = at.column * g->stride_w - g->pad_left;
    const qn_taps rows = qn_taps_inside(row, g->kernel_h, g->dilation_h, g->in_h);
    const qn_taps columns = qn_taps_inside(column, g->kernel_w, g->dilation_w, g->in_w);
    const int32_t first_row = at.image * g->in_h + row + rows.first * g->dilation_h;
    qn_pool_window window;
    window.offset = (first_row * g->in_w + column + columns.first * g->dilation_w) * g->channels;
    window.rows = rows.end - rows.first;
    window.columns = columns.end - columns.first;
    window.row_step = g->dilation_h * g->in_w * g->channels;
    window.column_step = g->dilation_w * g->channels;
    return window;
}

#endif
