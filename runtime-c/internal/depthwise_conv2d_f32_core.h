/* Body of qn_depthwise_conv2d_f32 and qn_depthwise_conv2d_f32_s8, to be inlined where shapes are constants too. Windows are clipped to the input: padding is zero.
 * Four channels at a time where each output channel has its own input channel. */
#ifndef QN_INTERNAL_DEPTHWISE_CONV2D_F32_CORE_H
#define QN_INTERNAL_DEPTHWISE_CONV2D_F32_CORE_H

#include "codegen.h"
#include "depthwise_f32_params.h"
#include "depthwise_window.h"
#include "output.h"

/* Where neighbouring channels of one pixel come from and go to; x and w at the first tap inside the input. */
typedef struct qn_depthwise_block_f32 {
    const float *x;
    const float *w;
    const float *bias;
    qn_out_f32 *y;
    qn_epilogue_f32 out;
} qn_depthwise_block_f32;

/* One tap of four neighbouring channels, then to the next tap. */
#define QN_TAP_4_F32()                       \
    do {                                     \
        acc0 = qn_fmaf(x[0], w[0], acc0);    \
        acc1 = qn_fmaf(x[1], w[1], acc1);    \
        acc2 = qn_fmaf(x[2], w[2], acc2);    \
        acc3 = qn_fmaf(x[3], w[3], acc3);    \
        x += x_step;                         \
        w += w_step;                         \
        QN_KEEP(x);                          \
        QN_KEEP(w);                          \
    } while (0)

/* Four channels of one pixel. */
QN_BLOCK void qn_depthwise_4_f32(const qn_depthwise_window *window, const qn_depthwise_block_f32 *b)
{
    const int32_t x_step = window->x_step, w_step = window->w_step, columns = window->columns;
    const float *x = b->x, *w = b->w;
    float acc0 = b->bias[0], acc1 = b->bias[1], acc2 = b->bias[2], acc3 = b->bias[3];
    int32_t rows = window->rows;
    QN_NO_UNROLL
    for (; rows > 0; rows--) {
        int32_t taps = columns;
        if (taps == 3) {
            QN_TAP_4_F32();
            QN_TAP_4_F32();
            taps = 1;
        }
        QN_NO_UNROLL
        do {
            QN_TAP_4_F32();
        } while (--taps > 0);
        x += window->x_gap;
        w += window->w_gap;
    }
    {
        const qn_epilogue_f32 out = b->out;
        qn_out_f32 *y = b->y;
        qn_store_f32(y, acc0, &out);
        qn_store_f32(y + 1, acc1, &out);
        qn_store_f32(y + 2, acc2, &out);
        qn_store_f32(y + 3, acc3, &out);
    }
}

/* One channel of one pixel. */
QN_BLOCK void qn_depthwise_1_f32(const qn_depthwise_window *window, const qn_depthwise_block_f32 *b)
{
    const float *x = b->x, *w = b->w;
    float acc = b->bias[0];
    int32_t i, j;
    for (i = 0; i < window->rows; i++) {
        for (j = 0; j < window->columns; j++) {
            acc = qn_fmaf(*x, *w, acc);
            x += window->x_step;
            w += window->w_step;
        }
        x += window->x_gap;
        w += window->w_gap;
    }
    qn_store_f32(b->y, acc, &b->out);
}

/* All channels of one pixel; x of `b` is the input, the other pointers are at the first channel. */
static inline void qn_depthwise_pixel_f32(const qn_conv_geometry *g, const qn_depthwise_window *window, qn_depthwise_block_f32 b)
{
    const int32_t multiplier = g->out_c / g->in_c;
    int32_t left = multiplier;
    int32_t channel = 0;
    b.x += window->x;
    b.w += window->w;
    for (; multiplier == 1 && channel + 4 <= g->out_c; channel += 4) {
        qn_depthwise_4_f32(window, &b);
        b.x += 4;
        b.w += 4;
        b.bias += 4;
        b.y += 4;
    }
    for (; channel < g->out_c; channel++) {
        qn_depthwise_1_f32(window, &b);
        b.w++;
        b.bias++;
        b.y++;
        if (--left == 0) {
            left = multiplier;
            b.x++;
        }
    }
}

static inline void qn_depthwise_conv2d_f32_core(const qn_depthwise_f32_params *p, const float *x, const float *w, const float *bias, qn_out_f32 *y, qn_epilogue_f32 out)
{
    const qn_conv_geometry g = qn_geometry_of(p);
    qn_depthwise_block_f32 b = {x, w, bias, y, out};
    qn_pixel at = {0, 0, 0};
    while (at.image < g.batch) {
        const qn_depthwise_window window = qn_depthwise_window_at(&g, at);
        qn_depthwise_pixel_f32(&g, &window, b);
        b.y += g.out_c;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}

#endif
