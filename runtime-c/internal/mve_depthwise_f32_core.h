/* Body of the MVE depthwise convolutions from float, one input channel per output channel: channels are the lanes, 16 at a time, then 4.
 * Windows are clipped to the input: padding is zero. */
#ifndef QN_INTERNAL_MVE_DEPTHWISE_F32_CORE_H
#define QN_INTERNAL_MVE_DEPTHWISE_F32_CORE_H

#include "codegen.h"
#include "depthwise_f32_params.h"
#include "depthwise_window.h"
#include "mve_output_f32.h"

/* Where neighbouring channels of one pixel come from and go to; x and w at the first tap inside the input. */
typedef struct qn_depthwise_lanes {
    const float *x;
    const float *w;
    const float *bias;
    qn_out_f32 *y;
} qn_depthwise_lanes;

/* Stops the compiler from loading further ahead than there are registers: products so far are done, later loads have not begun. */
#define QN_SETTLE(acc_a, acc_b) __asm__ volatile("" : "+w"(acc_a), "+w"(acc_b) : : "memory")

/* One tap of 16 channels, then to the next tap. */
#define QN_TAP_16_F32()                                                 \
    do {                                                                \
        acc0 = vfmaq_f32(acc0, vld1q_f32(x), vld1q_f32(w));             \
        acc1 = vfmaq_f32(acc1, vld1q_f32(x + 4), vld1q_f32(w + 4));     \
        QN_SETTLE(acc0, acc1);                                          \
        acc2 = vfmaq_f32(acc2, vld1q_f32(x + 8), vld1q_f32(w + 8));     \
        acc3 = vfmaq_f32(acc3, vld1q_f32(x + 12), vld1q_f32(w + 12));   \
        QN_SETTLE(acc2, acc3);                                          \
        x += x_step;                                                    \
        w += w_step;                                                    \
    } while (0)

QN_BLOCK void qn_depthwise_16_f32(const qn_depthwise_window *window, const qn_depthwise_lanes *b, const qn_epilogue_f32 *out)
{
    const int32_t x_step = window->x_step, w_step = window->w_step, x_gap = window->x_gap, w_gap = window->w_gap, columns = window->columns;
    float32x4_t acc0 = vld1q_f32(b->bias), acc1 = vld1q_f32(b->bias + 4), acc2 = vld1q_f32(b->bias + 8), acc3 = vld1q_f32(b->bias + 12);
    const float *x = b->x, *w = b->w;
    int32_t row, tap;
    QN_NO_UNROLL
    for (row = window->rows; row > 0; row--) {
        if (columns == 3) {
            QN_TAP_16_F32();
            QN_TAP_16_F32();
            QN_TAP_16_F32();
        } else {
            QN_NO_UNROLL
            for (tap = columns; tap > 0; tap--) {
                QN_TAP_16_F32();
            }
        }
        x += x_gap;
        w += w_gap;
    }
    {
        const qn_epilogue_f32 o = *out;
        qn_out_f32 *y = b->y;
        qn_store_lanes_f32(y, acc0, 4, &o);
        qn_store_lanes_f32(y + 4, acc1, 4, &o);
        qn_store_lanes_f32(y + 8, acc2, 4, &o);
        qn_store_lanes_f32(y + 12, acc3, 4, &o);
    }
}

/* Up to four channels. */
QN_BLOCK void qn_depthwise_4_lanes_f32(const qn_depthwise_window *window, const qn_depthwise_lanes *b, int32_t channels, const qn_epilogue_f32 *out)
{
    const mve_pred16_t lanes = vctp32q((uint32_t)channels);
    const float *x = b->x, *w = b->w;
    float32x4_t acc = vld1q_z_f32(b->bias, lanes);
    int32_t row, tap;
    QN_NO_UNROLL
    for (row = window->rows; row > 0; row--) {
        QN_NO_UNROLL
        for (tap = window->columns; tap > 0; tap--) {
            acc = vfmaq_f32(acc, vld1q_z_f32(x, lanes), vld1q_z_f32(w, lanes));
            x += window->x_step;
            w += window->w_step;
        }
        x += window->x_gap;
        w += window->w_gap;
    }
    qn_store_lanes_f32(b->y, acc, channels, out);
}

static inline qn_depthwise_lanes qn_next_lanes(qn_depthwise_lanes b, int32_t channels)
{
    b.x += channels;
    b.w += channels;
    b.bias += channels;
    b.y += channels;
    return b;
}

/* All channels of one pixel. */
static inline void qn_depthwise_pixel_lanes(const qn_depthwise_window *window, qn_depthwise_lanes b, int32_t channels, const qn_epilogue_f32 *out)
{
    b.x += window->x;
    b.w += window->w;
    for (; channels >= 16; channels -= 16) {
        qn_depthwise_16_f32(window, &b, out);
        b = qn_next_lanes(b, 16);
    }
    for (; channels > 0; channels -= 4) {
        qn_depthwise_4_lanes_f32(window, &b, channels, out);
        b = qn_next_lanes(b, 4);
    }
}

static inline void qn_mve_depthwise_f32_core(const qn_depthwise_f32_params *p, const float *x, const float *w, const float *bias, qn_out_f32 *y, qn_epilogue_f32 out)
{
    const qn_conv_geometry g = qn_geometry_of(p);
    qn_depthwise_lanes b = {x, w, bias, y};
    qn_pixel at = {0, 0, 0};
    while (at.image < g.batch) {
        const qn_depthwise_window window = qn_depthwise_window_at(&g, at);
        qn_depthwise_pixel_lanes(&window, b, g.out_c, &out);
        b.y += g.out_c;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}

#endif
