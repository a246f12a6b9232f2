/* Body of qn_depthwise_conv2d_s8, to be inlined where shapes are constants too.
 * Windows are clipped to the input; what the clipped taps would have added, pad_value times their weights, is added afterwards.
 * Four channels at a time where each output channel has its own input channel. */
#ifndef QN_INTERNAL_DEPTHWISE_CONV2D_S8_CORE_H
#define QN_INTERNAL_DEPTHWISE_CONV2D_S8_CORE_H

#include "conv_geometry.h"
#include "requantize.h"

/* State of one call. */
typedef struct qn_depthwise_s8 {
    qn_conv_geometry g;
    qn_output_s8 out;
    int32_t pad_value;
    /* Output channels per input channel. */
    int32_t multiplier;
} qn_depthwise_s8;

/* The clipped window of one output pixel. */
typedef struct qn_window_s8 {
    /* First tap inside the input. */
    const int8_t *x;
    qn_taps rows;
    qn_taps columns;
} qn_window_s8;

static inline qn_window_s8 qn_depthwise_window_s8(const qn_conv_geometry *g, const int8_t *x, qn_pixel at)
{
    const int32_t row = at.row * g->stride_h - g->pad_top;
    const int32_t column = at.column * g->stride_w - g->pad_left;
    qn_window_s8 window;
    window.rows = qn_taps_inside(row, g->kernel_h, g->dilation_h, g->in_h);
    window.columns = qn_taps_inside(column, g->kernel_w, g->dilation_w, g->in_w);
    window.x = x;
    if (window.rows.first < window.rows.end && window.columns.first < window.columns.end) {
        const int32_t first_row = at.image * g->in_h + row + window.rows.first * g->dilation_h;
        window.x += (first_row * g->in_w + column + window.columns.first * g->dilation_w) * g->in_c;
    }
    return window;
}

static inline int qn_window_is_clipped(const qn_conv_geometry *g, const qn_window_s8 *window)
{
    return window->rows.end - window->rows.first < g->kernel_h || window->columns.end - window->columns.first < g->kernel_w;
}

/* Sum of the weights of the taps outside the input; w points at the channel. */
static inline int32_t qn_clipped_weights_s8(const qn_conv_geometry *g, const qn_window_s8 *window, const int8_t *w)
{
    int32_t sum = 0;
    int32_t i, j;
    for (i = 0; i < g->kernel_h; i++) {
        const int row_inside = i >= window->rows.first && i < window->rows.end;
        for (j = 0; j < g->kernel_w; j++, w += g->out_c) {
            if (!row_inside || j < window->columns.first || j >= window->columns.end) {
                sum += *w;
            }
        }
    }
    return sum;
}

/* Accumulates one channel; x and w point at it. */
static inline int32_t qn_depthwise_1_s8(const qn_conv_geometry *g, const qn_window_s8 *window, const int8_t *x, const int8_t *w, int32_t acc)
{
    int32_t i, j;
    for (i = window->rows.first; i < window->rows.end; i++) {
        const int8_t *xi = x;
        const int8_t *wi = w + (i * g->kernel_w + window->columns.first) * g->out_c;
        for (j = window->columns.first; j < window->columns.end; j++) {
            acc += *xi * *wi;
            xi += g->dilation_w * g->in_c;
            wi += g->out_c;
        }
        x += g->dilation_h * g->in_w * g->in_c;
    }
    return acc;
}

/* Accumulates four neighbouring channels. */
static inline void qn_depthwise_4_s8(const qn_conv_geometry *g, const qn_window_s8 *window, const int8_t *x, const int8_t *w, int32_t acc[4])
{
    const int32_t x_row = g->dilation_h * g->in_w * g->in_c;
    const int32_t x_step = g->dilation_w * g->in_c;
    const int32_t w_step = g->out_c;
    const int32_t columns = window->columns.end - window->columns.first;
    int32_t acc0 = acc[0], acc1 = acc[1], acc2 = acc[2], acc3 = acc[3];
    int32_t rows = window->rows.end - window->rows.first;
    w += (window->rows.first * g->kernel_w + window->columns.first) * w_step;
    for (; rows > 0; rows--) {
        const int8_t *xi = x;
        const int8_t *wi = w;
        int32_t j;
        for (j = columns; j > 0; j--) {
            acc0 += xi[0] * wi[0];
            acc1 += xi[1] * wi[1];
            acc2 += xi[2] * wi[2];
            acc3 += xi[3] * wi[3];
            xi += x_step;
            wi += w_step;
        }
        x += x_row;
        w += g->kernel_w * w_step;
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

/* Output channels first to out_c - 1 of one pixel, one at a time. */
static inline void qn_depthwise_rest_s8(const qn_depthwise_s8 *d, const qn_window_s8 *window, const int8_t *w, const int32_t *requant, int8_t *y, int32_t first)
{
    const int clipped = d->pad_value != 0 && qn_window_is_clipped(&d->g, window);
    int32_t channel, input = first / d->multiplier, left = d->multiplier - first % d->multiplier;
    for (channel = first; channel < d->g.out_c; channel++) {
        const int32_t *rq = requant + 3 * channel;
        int32_t acc = qn_depthwise_1_s8(&d->g, window, window->x + input, w + channel, rq[0]);
        if (clipped) {
            acc += d->pad_value * qn_clipped_weights_s8(&d->g, window, w + channel);
        }
        y[channel] = qn_requantize(acc, rq[1], rq[2], &d->out);
        if (--left == 0) {
            left = d->multiplier;
            input++;
        }
    }
}

/* One output pixel. */
static inline void qn_depthwise_pixel_s8(const qn_depthwise_s8 *d, const qn_window_s8 *window, const int8_t *w, const int32_t *requant, int8_t *y)
{
    const int clipped = d->pad_value != 0 && qn_window_is_clipped(&d->g, window);
    const int32_t blocked = d->multiplier == 1 ? d->g.out_c & ~3 : 0;
    int32_t channel;
    for (channel = 0; channel < blocked; channel += 4) {
        const int32_t *rq = requant + 3 * channel;
        int32_t acc[4] = {rq[0], rq[3], rq[6], rq[9]};
        int32_t i;
        qn_depthwise_4_s8(&d->g, window, window->x + channel, w + channel, acc);
        for (i = 0; clipped && i < 4; i++) {
            acc[i] += d->pad_value * qn_clipped_weights_s8(&d->g, window, w + channel + i);
        }
        for (i = 0; i < 4; i++) {
            y[channel + i] = qn_requantize(acc[i], rq[3 * i + 1], rq[3 * i + 2], &d->out);
        }
    }
    if (blocked < d->g.out_c) {
        qn_depthwise_rest_s8(d, window, w, requant, y, blocked);
    }
}

static inline void qn_depthwise_conv2d_s8_core(const qn_depthwise_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y)
{
    qn_depthwise_s8 d;
    qn_pixel at = {0, 0, 0};
    d.g = qn_geometry_of(p);
    d.out.pre_shift = p->pre_shift;
    d.out.zero_point = p->out_zero_point;
    d.out.min = p->out_min;
    d.out.max = p->out_max;
    d.pad_value = p->pad_value;
    d.multiplier = p->out_c / p->in_c;
    while (at.image < d.g.batch) {
        const qn_window_s8 window = qn_depthwise_window_s8(&d.g, x, at);
        qn_depthwise_pixel_s8(&d, &window, w, requant, y);
        y += d.g.out_c;
        at = qn_next_pixel(at, d.g.out_h, d.g.out_w);
    }
}

#endif
