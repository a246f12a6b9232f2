/* Body of qn_depthwise_conv2d_s8 and qn_depthwise_conv2d_s8_f32, to be inlined where shapes are constants too.
 * Windows are clipped to the input; what the clipped taps would have added, pad_value times their weights, goes into the start value.
 * Four channels at a time where each output channel has its own input channel. */
#ifndef QN_INTERNAL_DEPTHWISE_CONV2D_S8_CORE_H
#define QN_INTERNAL_DEPTHWISE_CONV2D_S8_CORE_H

#include "codegen.h"
#include "depthwise_s8_params.h"
#include "depthwise_window.h"
#include "output.h"

/* State of one call. */
typedef struct qn_depthwise_s8 {
    qn_conv_geometry g;
    qn_epilogue_s8 out;
    int32_t pad_value;
    /* Output channels per input channel. */
    int32_t multiplier;
} qn_depthwise_s8;

/* acc += pad_value times the weights of the taps outside the input, for the four channels from w on; entries of acc are QN_CHANNEL apart. */
QN_BLOCK void qn_add_padding_s8(const qn_depthwise_s8 *d, const qn_depthwise_window *window, const int8_t *w, int32_t *acc)
{
    const int32_t step = d->g.out_c, pad_value = d->pad_value;
    int32_t sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
    int32_t i, j;
    for (i = 0; i < d->g.kernel_h; i++) {
        const int32_t first = window->column_taps.first;
        const uint32_t inside = i >= window->row_taps.first && i < window->row_taps.end ? (uint32_t)window->columns : 0u;
        QN_NO_UNROLL
        for (j = -first; j < d->g.kernel_w - first; j++) {
            if ((uint32_t)j >= inside) {
                sum0 += w[0];
                sum1 += w[1];
                sum2 += w[2];
                sum3 += w[3];
            }
            w += step;
            QN_KEEP(w);
        }
    }
    acc[0] += pad_value * sum0;
    acc[QN_CHANNEL] += pad_value * sum1;
    acc[2 * QN_CHANNEL] += pad_value * sum2;
    acc[3 * QN_CHANNEL] += pad_value * sum3;
}

/* One tap of four neighbouring channels. */
#define QN_TAP_4(x, w)           \
    do {                         \
        acc0 += (x)[0] * (w)[0]; \
        acc1 += (x)[1] * (w)[1]; \
        acc2 += (x)[2] * (w)[2]; \
        acc3 += (x)[3] * (w)[3]; \
    } while (0)

/* Where four neighbouring channels of one pixel come from and go to. */
typedef struct qn_depthwise_block_s8 {
    /* First tap inside the input. */
    const int8_t *x;
    const int8_t *w;
    /* Start values, QN_CHANNEL apart: the biases, or sums begun elsewhere. */
    const int32_t *start;
    const int32_t *requant;
    qn_out_s8 *y;
} qn_depthwise_block_s8;

static inline void qn_store_4_s8(const qn_depthwise_block_s8 *b, const qn_epilogue_s8 *out, const int32_t acc[4])
{
    const qn_epilogue_s8 o = *out;
    const int32_t *requant = b->requant;
    qn_out_s8 *y = b->y;
    qn_store_s8(y, acc[0], requant, &o);
    qn_store_s8(y + 1, acc[1], requant + QN_CHANNEL, &o);
    qn_store_s8(y + 2, acc[2], requant + 2 * QN_CHANNEL, &o);
    qn_store_s8(y + 3, acc[3], requant + 3 * QN_CHANNEL, &o);
}

/* Steps to the next tap. */
#define QN_NEXT_TAP()  \
    do {               \
        x += x_step;   \
        w += w_step;   \
        QN_KEEP(x);    \
        QN_KEEP(w);    \
    } while (0)

/* A row of three taps, then to the next row. */
#define QN_ROW_OF_3()          \
    do {                       \
        QN_TAP_4(x, w);        \
        QN_NEXT_TAP();         \
        QN_TAP_4(x, w);        \
        QN_NEXT_TAP();         \
        QN_TAP_4(x, w);        \
        QN_NEXT_TAP();         \
        x += window->x_gap;    \
        w += window->w_gap;    \
    } while (0)

/* Four channels of one pixel; whole 3x3 windows, by far the most frequent, without a loop. */
QN_BLOCK void qn_depthwise_4_s8(const qn_depthwise_window *window, const qn_depthwise_block_s8 *b, const qn_epilogue_s8 *out)
{
    const int32_t x_step = window->x_step, w_step = window->w_step, columns = window->columns;
    const int8_t *x = b->x, *w = b->w;
    int32_t acc0 = b->start[0], acc1 = b->start[QN_CHANNEL], acc2 = b->start[2 * QN_CHANNEL], acc3 = b->start[3 * QN_CHANNEL];
    int32_t rows = window->rows;
    if (rows == 3 && columns == 3) {
        QN_ROW_OF_3();
        QN_ROW_OF_3();
        QN_ROW_OF_3();
        rows = 0;
    }
    QN_NO_UNROLL
    for (; rows > 0; rows--) {
        int32_t taps = columns;
        QN_NO_UNROLL
        do {
            QN_TAP_4(x, w);
            QN_NEXT_TAP();
        } while (--taps > 0);
        x += window->x_gap;
        w += window->w_gap;
    }
    {
        const int32_t acc[4] = {acc0, acc1, acc2, acc3};
        qn_store_4_s8(b, out, acc);
    }
}

/* All output channels of one pixel but the last 0 to 3; channel c reads input channel c. */
static inline void qn_depthwise_pixel_s8(const qn_depthwise_s8 *d, const qn_depthwise_window *window, qn_depthwise_block_s8 b)
{
    const int clipped = d->pad_value != 0 && qn_window_is_clipped(&d->g, window);
    const int8_t *w = b.w;
    int32_t start[4 * QN_CHANNEL];
    int32_t left;
    b.x += window->x;
    b.w += window->w;
    QN_NO_UNROLL
    for (left = d->g.out_c; left >= 4; left -= 4) {
        b.start = b.requant;
        if (clipped) {
            start[0] = b.requant[0];
            start[QN_CHANNEL] = b.requant[QN_CHANNEL];
            start[2 * QN_CHANNEL] = b.requant[2 * QN_CHANNEL];
            start[3 * QN_CHANNEL] = b.requant[3 * QN_CHANNEL];
            qn_add_padding_s8(d, window, w, start);
            b.start = start;
        }
        qn_depthwise_4_s8(window, &b, &d->out);
        b.x += 4;
        b.w += 4;
        w += 4;
        b.requant += 4 * QN_CHANNEL;
        b.y += 4;
    }
}

/* One output channel of one pixel; x points at its input channel, w at its first weight. */
QN_BLOCK void qn_depthwise_channel_s8(const qn_depthwise_s8 *d, qn_pixel at, const qn_depthwise_block_s8 *b)
{
    const qn_conv_geometry *g = &d->g;
    const int8_t *w = b->w;
    int32_t acc = b->requant[0];
    int32_t i, j;
    for (i = 0; i < g->kernel_h; i++) {
        const int32_t row = at.row * g->stride_h - g->pad_top + i * g->dilation_h;
        const int8_t *line = b->x + (at.image * g->in_h + row) * g->in_w * g->in_c;
        for (j = 0; j < g->kernel_w; j++, w += g->out_c) {
            const int32_t column = at.column * g->stride_w - g->pad_left + j * g->dilation_w;
            const int inside = row >= 0 && row < g->in_h && column >= 0 && column < g->in_w;
            acc += *w * (inside ? line[column * g->in_c] : d->pad_value);
        }
    }
    qn_store_s8(b->y, acc, b->requant, &d->out);
}

/* Output channels first to out_c - 1 of one pixel. */
static inline void qn_depthwise_rest_s8(const qn_depthwise_s8 *d, qn_pixel at, qn_depthwise_block_s8 b, int32_t first)
{
    int32_t left = d->multiplier - first % d->multiplier;
    int32_t channel;
    b.x += first / d->multiplier;
    b.w += first;
    b.requant += QN_CHANNEL * first;
    b.y += first;
    for (channel = first; channel < d->g.out_c; channel++) {
        qn_depthwise_channel_s8(d, at, &b);
        b.w++;
        b.requant += QN_CHANNEL;
        b.y++;
        if (--left == 0) {
            left = d->multiplier;
            b.x++;
        }
    }
}

static inline void qn_depthwise_conv2d_s8_core(const qn_depthwise_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, qn_out_s8 *y, qn_epilogue_s8 out)
{
    const int one_to_one = p->out_c == p->in_c;
    const int32_t blocked = one_to_one ? p->out_c & ~3 : 0;
    qn_depthwise_s8 d;
    qn_depthwise_block_s8 b = {x, w, requant, requant, y};
    qn_pixel at = {0, 0, 0};
    d.g = qn_geometry_of(p);
    d.out = out;
    d.pad_value = p->pad_value;
    d.multiplier = p->out_c / p->in_c;
    while (at.image < d.g.batch) {
        if (one_to_one) {
            const qn_depthwise_window window = qn_depthwise_window_at(&d.g, at);
            qn_depthwise_pixel_s8(&d, &window, b);
        }
        if (blocked < d.g.out_c) {
            qn_depthwise_rest_s8(&d, at, b, blocked);
        }
        b.y += d.g.out_c;
        at = qn_next_pixel(at, d.g.out_h, d.g.out_w);
    }
}

#endif
