/* qn_avg_pool_s8, sixteen or eight channels at a time, then one by one. Sums of up to 255 elements fit 16 bits; windows are no wider. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon_output.h"
#include "internal/pool_window.h"

#define QN_MOST_SHORT 255

/* Adds sums of eight channels in 16 bits to those in 32. */
QN_INLINE void qn_flush_8(int16x8_t *sum, int32x4_t acc[2])
{
    acc[0] = vaddw_s16(acc[0], vget_low_s16(*sum));
    acc[1] = vaddw_s16(acc[1], vget_high_s16(*sum));
    *sum = vdupq_n_s16(0);
}

/* Sums of 16 or 8 channels (vectors is 4 or 2) over the window, from `start` on. */
QN_INLINE void qn_sum_s8(const int8_t *x, const qn_pool_window *window, int32_t start, int32_t vectors, int32x4_t acc[4])
{
    int16x8_t low = vdupq_n_s16(0), high = low;
    int32_t room = QN_MOST_SHORT, i, j;
    acc[0] = acc[1] = acc[2] = acc[3] = vdupq_n_s32(start);
    QN_NO_UNROLL
    for (i = window->rows; i > 0; i--, x += window->row_step, room -= window->columns) {
        const int8_t *at = x;
        if (room < window->columns) {
            qn_flush_8(&low, acc);
            qn_flush_8(&high, acc + 2);
            room = QN_MOST_SHORT;
        }
        QN_NO_UNROLL
        for (j = window->columns; j > 0; j--, at += window->column_step) {
            if (vectors == 4) {
                const int8x16_t value = vld1q_s8(at);
                low = vaddw_s8(low, vget_low_s8(value));
                high = vaddw_s8(high, vget_high_s8(value));
            } else {
                low = vaddw_s8(low, vld1_s8(at));
            }
        }
    }
    qn_flush_8(&low, acc);
    qn_flush_8(&high, acc + 2);
}

QN_INLINE int32_t qn_sum_1_s8(const int8_t *x, const qn_pool_window *window, int32_t acc)
{
    int32_t i, j;
    QN_NO_UNROLL
    for (i = window->rows; i > 0; i--, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            acc += x[j * window->column_step];
        }
    }
    return acc;
}

void qn_avg_pool_s8_neon(const qn_avg_pool_s8_params *p, const int8_t *x, const int32_t *requant, int8_t *y)
{
    const qn_epilogue_s8 scalar = {p->pre_shift, p->out_zero_point, p->out_min, p->out_max};
    const qn_epilogue_s8 without_shift = {0, p->out_zero_point, p->out_min, p->out_max};
    const qn_neon_output out = qn_neon_output_of(&without_shift);
    qn_pool g = qn_pool_of(p);
    qn_pixel at = {0, 0, 0};
    g.pad_top = p->pad_top;
    g.pad_left = p->pad_left;
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        const int32_t *entry = requant + 3 * (window.rows * window.columns - 1);
        const int8_t *from = x + window.offset;
        qn_neon_channels c;
        int32x4_t acc[4];
        int32_t channel = 0;
        c.multiplier[0] = c.multiplier[1] = c.multiplier[2] = c.multiplier[3] = vdupq_n_s32(entry[1]);
        c.shift[0] = c.shift[1] = c.shift[2] = c.shift[3] = vdupq_n_s32(p->pre_shift - 1 - entry[2]);
        QN_NO_UNROLL
        for (; channel + 16 <= g.channels; channel += 16) {
            qn_sum_s8(from + channel, &window, entry[0], 4, acc);
            qn_neon_store(y + channel, 0, acc, 1, 4, 4, &c, &out);
        }
        if (channel + 8 <= g.channels) {
            qn_sum_s8(from + channel, &window, entry[0], 2, acc);
            qn_neon_store(y + channel, 0, acc, 1, 2, 4, &c, &out);
            channel += 8;
        }
        QN_NO_UNROLL
        for (; channel < g.channels; channel++) {
            y[channel] = qn_requantize(qn_sum_1_s8(from + channel, &window, entry[0]), entry[1], entry[2], &scalar);
        }
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
