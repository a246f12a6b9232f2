/* The window of one output pixel of a depthwise convolution, clipped to the input: where its first tap lies and how far apart taps are.
 * Offsets and steps in elements; knows no element type. */
#ifndef QN_INTERNAL_DEPTHWISE_WINDOW_H
#define QN_INTERNAL_DEPTHWISE_WINDOW_H

#include "conv_geometry.h"

typedef struct qn_depthwise_window {
    qn_taps row_taps;
    qn_taps column_taps;
    /* Offsets of the first tap in x and w. */
    int32_t x;
    int32_t w;
    /* Taps inside the input; rows is 0 where there is none. */
    int32_t rows;
    int32_t columns;
    /* From one tap to the next, and from behind a row to the next row's first tap. */
    int32_t x_step;
    int32_t x_gap;
    int32_t w_step;
    int32_t w_gap;
} qn_depthwise_window;

static inline qn_depthwise_window qn_depthwise_window_at(const qn_conv_geometry *g, qn_pixel at)
{
    const int32_t row = at.row * g->stride_h - g->pad_top;
    const int32_t column = at.column * g->stride_w - g->pad_left;
    const qn_taps rows = qn_taps_inside(row, g->kernel_h, g->dilation_h, g->in_h);
    const qn_taps columns = qn_taps_inside(column, g->kernel_w, g->dilation_w, g->in_w);
    qn_depthwise_window window;
    window.row_taps = rows;
    window.column_taps = columns;
    window.x = 0;
    window.rows = columns.end > columns.first ? rows.end - rows.first : 0;
    window.columns = columns.end - columns.first;
    if (window.rows > 0) {
        const int32_t first_row = at.image * g->in_h + row + rows.first * g->dilation_h;
        window.x = (first_row * g->in_w + column + columns.first * g->dilation_w) * g->in_c;
    }
    window.w = (rows.first * g->kernel_w + columns.first) * g->out_c;
    window.x_step = g->dilation_w * g->in_c;
    window.x_gap = g->dilation_h * g->in_w * g->in_c - window.columns * window.x_step;
    window.w_step = g->out_c;
    window.w_gap = (g->kernel_w - window.columns) * g->out_c;
    return window;
}

static inline int qn_window_is_clipped(const qn_conv_geometry *g, const qn_depthwise_window *window)
{
    return window->rows < g->kernel_h || window->columns < g->kernel_w;
}

#endif
