/* qn_avg_pool_s8 for cores with the DSP extension: eight channels at a time in sums of 16 bits, which hold 255 elements. */
#include "qn.h"
#include "qn_dsp.h"
#include "internal/dsp.h"
#include "internal/pool_window.h"

#define QN_MOST_IN_PAIR 255

/* Adds eight channels of one element. */
#define QN_ADD_ELEMENT()                                                       \
    do {                                                                       \
        const uint32_t low = qn_load_4_s8(at), high = qn_load_4_s8(at + 4);    \
        QN_STEP(at, step);                                                     \
        s0 = qn_add_even_bytes(s0, low);                                       \
        s1 = qn_add_odd_bytes(s1, low);                                        \
        s2 = qn_add_even_bytes(s2, high);                                      \
        s3 = qn_add_odd_bytes(s3, high);                                       \
    } while (0)

/* Sums of eight channels over a run of elements: pairs of channels 0 and 2, 1 and 3, 4 and 6, 5 and 7. */
static inline void qn_add_run(const int8_t **x, int32_t step, int32_t count, uint32_t sums[4])
{
    const int8_t *at = *x;
    uint32_t s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3];
    int32_t fours = count >> 2, left = count & 3;
    QN_NO_UNROLL
    for (; fours != 0; fours--) {
        QN_ADD_ELEMENT();
        QN_ADD_ELEMENT();
        QN_ADD_ELEMENT();
        QN_ADD_ELEMENT();
    }
    QN_NO_UNROLL
    for (; left != 0; left--) {
        QN_ADD_ELEMENT();
    }
    *x = at;
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
}

/* Adds the pairs to the eight sums and clears them. */
static inline void qn_spill_pairs(uint32_t sums[4], int32_t acc[8])
{
    int32_t i;
    for (i = 0; i < 4; i++) {
        const int32_t first = (i & 1) + 4 * (i >> 1);
        acc[first] = qn_dot_pairs(sums[i], 1u, acc[first]);
        acc[first + 2] = qn_dot_pairs(sums[i], 0x10000u, acc[first + 2]);
        sums[i] = 0;
    }
}

/* Sums of eight channels over a window. */
QN_BLOCK void qn_sum_8_s8(const int8_t *x, const qn_pool_window *window, int32_t acc[8])
{
    uint32_t sums[4] = {0, 0, 0, 0};
    int32_t room = QN_MOST_IN_PAIR;
    int32_t rows = window->rows;
    QN_NO_UNROLL
    for (; rows > 0; rows--, x += window->row_step) {
        const int8_t *at = x;
        int32_t columns = window->columns;
        while (columns > 0) {
            const int32_t run = columns < room ? columns : room;
            qn_add_run(&at, window->column_step, run, sums);
            columns -= run;
            room -= run;
            if (room == 0) {
                qn_spill_pairs(sums, acc);
                room = QN_MOST_IN_PAIR;
            }
        }
    }
    qn_spill_pairs(sums, acc);
}

QN_BLOCK int32_t qn_sum_1_s8(const int8_t *x, const qn_pool_window *window, int32_t acc)
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

/* Eight averages; `plain`: there is no pre-shift, and saturation is the clamp. */
static inline void qn_store_averages(int8_t *y, const int32_t acc[8], const int32_t *rq, const qn_output_s8 *out, int plain)
{
    const int32_t multiplier = rq[1], shift = rq[2], addend = qn_rounding_offset(out->zero_point, shift);
    int32_t i;
    if (plain) {
        for (i = 0; i < 8; i++) {
            y[i] = (int8_t)qn_saturate_8(qn_add_high(acc[i], multiplier, addend) >> shift);
        }
    } else {
        QN_NO_UNROLL
        for (i = 0; i < 8; i++) {
            y[i] = qn_requantize(acc[i], multiplier, shift, out);
        }
    }
}

/* All channels of one output. */
static inline void qn_average_pixel(const int8_t *x, const qn_pool_window *window, int32_t channels, const int32_t *rq, const qn_output_s8 *out, int8_t *y)
{
    const int plain = out->pre_shift == 0 && out->min == -128 && out->max == 127;
    int32_t channel = 0;
    QN_NO_UNROLL
    for (; channel + 8 <= channels; channel += 8) {
        int32_t acc[8] = {rq[0], rq[0], rq[0], rq[0], rq[0], rq[0], rq[0], rq[0]};
        qn_sum_8_s8(x + channel, window, acc);
        qn_store_averages(y + channel, acc, rq, out, plain);
    }
    QN_NO_UNROLL
    for (; channel < channels; channel++) {
        y[channel] = qn_requantize(qn_sum_1_s8(x + channel, window, rq[0]), rq[1], rq[2], out);
    }
}

/* A window whose rows follow each other without a gap is one row. */
static inline void qn_join_rows(qn_pool_window *window)
{
    if (window->columns * window->column_step == window->row_step) {
        window->columns *= window->rows;
        window->rows = 1;
    }
}

void qn_avg_pool_s8_dsp(const qn_avg_pool_s8_params *p, const int8_t *x, const int32_t *requant, int8_t *y)
{
    const qn_output_s8 out = {p->pre_shift, p->out_zero_point, p->out_min, p->out_max};
    qn_pool g = qn_pool_of(p);
    qn_pixel at = {0, 0, 0};
    g.pad_top = p->pad_top;
    g.pad_left = p->pad_left;
    while (at.image < g.batch) {
        qn_pool_window window = qn_pool_window_at(&g, at);
        const int32_t *rq = requant + 3 * (window.rows * window.columns - 1);
        qn_join_rows(&window);
        qn_average_pixel(x + window.offset, &window, g.channels, rq, &out, y);
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
