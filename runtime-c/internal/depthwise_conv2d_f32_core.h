/* Body of qn_depthwise_conv2d_f32, to be inlined where shapes are constants too. Windows are clipped to the input: padding is zero.
 * Four channels at a time where each output channel has its own input channel. */
#ifndef QN_INTERNAL_DEPTHWISE_CONV2D_F32_CORE_H
#define QN_INTERNAL_DEPTHWISE_CONV2D_F32_CORE_H

#include "conv_geometry.h"
#include "float_math.h"

/* A window clipped to the input: offsets of its first tap in x and w, steps in elements. */
typedef struct qn_window_f32 {
    int32_t x;
    int32_t w;
    int32_t rows;
    int32_t columns;
    int32_t x_row;
    int32_t x_step;
    int32_t w_row;
    int32_t w_step;
} qn_window_f32;

static inline qn_window_f32 qn_depthwise_window_f32(const qn_conv_geometry *g, qn_pixel at)
{
    const int32_t row = at.row * g->stride_h - g->pad_top;
    const int32_t column = at.column * g->stride_w - g->pad_left;
    const qn_taps rows = qn_taps_inside(row, g->kernel_h, g->dilation_h, g->in_h);
    const qn_taps columns = qn_taps_inside(column, g->kernel_w, g->dilation_w, g->in_w);
    const int32_t first_row = at.image * g->in_h + row + rows.first * g->dilation_h;
    qn_window_f32 window;
    window.x = (first_row * g->in_w + column + columns.first * g->dilation_w) * g->in_c;
    window.w = (rows.first * g->kernel_w + columns.first) * g->out_c;
    window.rows = columns.end > columns.first ? rows.end - rows.first : 0;
    window.columns = columns.end - columns.first;
    window.x_row = g->dilation_h * g->in_w * g->in_c;
    window.x_step = g->dilation_w * g->in_c;
    window.w_row = g->kernel_w * g->out_c;
    window.w_step = g->out_c;
    return window;
}

/* One channel; x and w point at its first tap. */
static inline float qn_depthwise_1_f32(const qn_window_f32 *window, const float *x, const float *w, float acc)
{
    int32_t i, j;
    for (i = 0; i < window->rows; i++) {
        for (j = 0; j < window->columns; j++) {
            acc = qn_fmaf(x[i * window->x_row + j * window->x_step], w[i * window->w_row + j * window->w_step], acc);
        }
    }
    return acc;
}

/* Four neighbouring channels. */
static inline void qn_depthwise_4_f32(const qn_window_f32 *window, const float *x, const float *w, float acc[4])
{
    const int32_t x_row = window->x_row, x_step = window->x_step, w_row = window->w_row, w_step = window->w_step;
    float acc0 = acc[0], acc1 = acc[1], acc2 = acc[2], acc3 = acc[3];
    int32_t rows = window->rows;
    for (; rows > 0; rows--) {
        const float *xi = x;
        const float *wi = w;
        int32_t j;
        for (j = window->columns; j > 0; j--) {
            acc0 = qn_fmaf(xi[0], wi[0], acc0);
            acc1 = qn_fmaf(xi[1], wi[1], acc1);
            acc2 = qn_fmaf(xi[2], wi[2], acc2);
            acc3 = qn_fmaf(xi[3], wi[3], acc3);
            xi += x_step;
            wi += w_step;
        }
        x += x_row;
        w += w_row;
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

/* Output channels first to out_c - 1 of one pixel, one at a time. */
static inline void qn_depthwise_rest_f32(const qn_depthwise_conv2d_f32_params *p, const qn_window_f32 *window, const float *x, const float *w, const float *bias, float *y, int32_t first)
{
    const int32_t multiplier = p->out_c / p->in_c;
    int32_t channel;
    for (channel = first; channel < p->out_c; channel++) {
        const float sum = qn_depthwise_1_f32(window, x + window->x + channel / multiplier, w + window->w + channel, bias[channel]);
        y[channel] = qn_clampf(sum, p->out_min, p->out_max);
    }
}

static inline void qn_depthwise_conv2d_f32_core(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y)
{
    const qn_conv_geometry g = qn_geometry_of(p);
    const int32_t blocked = g.out_c == g.in_c ? g.out_c & ~3 : 0;
    const float min = p->out_min, max = p->out_max;
    qn_pixel at = {0, 0, 0};
    while (at.image < g.batch) {
        const qn_window_f32 window = qn_depthwise_window_f32(&g, at);
        int32_t channel, i;
        for (channel = 0; channel < blocked; channel += 4) {
            float acc[4] = {bias[channel], bias[channel + 1], bias[channel + 2], bias[channel + 3]};
            qn_depthwise_4_f32(&window, x + window.x + channel, w + window.w + channel, acc);
            for (i = 0; i < 4; i++) {
                y[channel + i] = qn_clampf(acc[i], min, max);
            }
        }
        qn_depthwise_rest_f32(p, &window, x, w, bias, y, blocked);
        y += g.out_c;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}

#endif
