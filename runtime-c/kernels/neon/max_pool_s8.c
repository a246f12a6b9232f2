/* qn_max_pool_s8, sixteen or eight channels at a time, then one by one. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon.h"
#include "internal/pool_window.h"

/* Sixteen channels. */
QN_INLINE int8x16_t qn_max_16_s8(const int8_t *x, const qn_pool_window *window)
{
    int8x16_t max = vdupq_n_s8(-128);
    int32_t i, j;
    QN_NO_UNROLL
    for (i = window->rows; i > 0; i--, x += window->row_step) {
        const int8_t *at = x;
        if (window->columns == 3) {
            const int8x16_t two = vmaxq_s8(vld1q_s8(at), vld1q_s8(at + window->column_step));
            max = vmaxq_s8(max, vmaxq_s8(two, vld1q_s8(at + 2 * window->column_step)));
            continue;
        }
        QN_NO_UNROLL
        for (j = window->columns; j > 0; j--, at += window->column_step) {
            max = vmaxq_s8(max, vld1q_s8(at));
        }
    }
    return max;
}

QN_INLINE int8x8_t qn_max_8_s8(const int8_t *x, const qn_pool_window *window)
{
    int8x8_t max = vdup_n_s8(-128);
    int32_t i, j;
    QN_NO_UNROLL
    for (i = window->rows; i > 0; i--, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            max = vmax_s8(max, vld1_s8(x + j * window->column_step));
        }
    }
    return max;
}

QN_INLINE int8_t qn_max_1_s8(const int8_t *x, const qn_pool_window *window)
{
    int8_t max = -128;
    int32_t i, j;
    QN_NO_UNROLL
    for (i = window->rows; i > 0; i--, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            const int8_t value = x[j * window->column_step];
            max = value > max ? value : max;
        }
    }
    return max;
}

void qn_max_pool_s8_neon(const qn_max_pool_s8_params *p, const int8_t *x, int8_t *y)
{
    qn_pool g;
    qn_pixel at = {0, 0, 0};
    QN_MEMCPY(&g, p, sizeof g);
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        const int8_t *from = x + window.offset;
        int32_t channel = 0;
        QN_NO_UNROLL
        for (; channel + 16 <= g.channels; channel += 16) {
            vst1q_s8(y + channel, qn_max_16_s8(from + channel, &window));
        }
        if (channel + 8 <= g.channels) {
            vst1_s8(y + channel, qn_max_8_s8(from + channel, &window));
            channel += 8;
        }
        QN_NO_UNROLL
        for (; channel < g.channels; channel++) {
            y[channel] = qn_max_1_s8(from + channel, &window);
        }
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
