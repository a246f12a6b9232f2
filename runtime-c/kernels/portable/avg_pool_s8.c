/* Portable qn_avg_pool_s8: four channels at a time, then one by one. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/pool_window.h"
#include "internal/requantize.h"

QN_BLOCK void qn_sum_4_s8(const int8_t *x, const qn_pool_window *window, int32_t acc[4])
{
    int32_t acc0 = acc[0], acc1 = acc[1], acc2 = acc[2], acc3 = acc[3];
    int32_t i, j;
    QN_NO_UNROLL
    for (i = 0; i < window->rows; i++, x += window->row_step) {
        const int8_t *at = x;
        QN_NO_UNROLL
        for (j = window->columns; j > 0; j--, at += window->column_step) {
            acc0 += at[0];
            acc1 += at[1];
            acc2 += at[2];
            acc3 += at[3];
        }
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

QN_BLOCK int32_t qn_sum_s8(const int8_t *x, const qn_pool_window *window, int32_t acc)
{
    int32_t i, j;
    QN_NO_UNROLL
    for (i = 0; i < window->rows; i++, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            acc += x[j * window->column_step];
        }
    }
    return acc;
}

static void qn_average_pixel_s8(const int8_t *x, const qn_pool_window *window, int32_t channels, const int32_t *requant, const qn_output_s8 *out, int8_t *y)
{
    const int32_t *rq = requant + 3 * (window->rows * window->columns - 1);
    int32_t channel = 0, i;
    QN_NO_UNROLL
    for (; channel + 4 <= channels; channel += 4) {
        int32_t acc[4] = {rq[0], rq[0], rq[0], rq[0]};
        qn_sum_4_s8(x + channel, window, acc);
        for (i = 0; i < 4; i++) {
            y[channel + i] = qn_requantize(acc[i], rq[1], rq[2], out);
        }
    }
    QN_NO_UNROLL
    for (; channel < channels; channel++) {
        y[channel] = qn_requantize(qn_sum_s8(x + channel, window, rq[0]), rq[1], rq[2], out);
    }
}

void qn_avg_pool_s8(const qn_avg_pool_s8_params *p, const int8_t *x, const int32_t *requant, int8_t *y)
{
    const qn_output_s8 out = {p->pre_shift, p->out_zero_point, p->out_min, p->out_max};
    qn_pool g = qn_pool_of(p);
    qn_pixel at = {0, 0, 0};
    g.pad_top = p->pad_top;
    g.pad_left = p->pad_left;
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        qn_average_pixel_s8(x + window.offset, &window, g.channels, requant, &out, y);
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
