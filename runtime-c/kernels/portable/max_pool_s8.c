/* Portable qn_max_pool_s8: four channels at a time, then one by one. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/pool_window.h"

static inline int32_t qn_max_s32(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

QN_BLOCK void qn_max_4_s8(const int8_t *x, const qn_pool_window *window, int8_t *y)
{
    int32_t max0 = -128, max1 = -128, max2 = -128, max3 = -128;
    int32_t i, j;
    QN_NO_UNROLL
    for (i = 0; i < window->rows; i++, x += window->row_step) {
        const int8_t *at = x;
        QN_NO_UNROLL
        for (j = window->columns; j > 0; j--, at += window->column_step) {
            max0 = qn_max_s32(at[0], max0);
            max1 = qn_max_s32(at[1], max1);
            max2 = qn_max_s32(at[2], max2);
            max3 = qn_max_s32(at[3], max3);
        }
    }
    y[0] = (int8_t)max0;
    y[1] = (int8_t)max1;
    y[2] = (int8_t)max2;
    y[3] = (int8_t)max3;
}

QN_BLOCK int8_t qn_max_1_s8(const int8_t *x, const qn_pool_window *window)
{
    int32_t max = -128;
    int32_t i, j;
    QN_NO_UNROLL
    for (i = 0; i < window->rows; i++, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            max = qn_max_s32(x[j * window->column_step], max);
        }
    }
    return (int8_t)max;
}

void qn_max_pool_s8(const qn_max_pool_s8_params *p, const int8_t *x, int8_t *y)
{
    qn_pool g;
    qn_pixel at = {0, 0, 0};
    QN_MEMCPY(&g, p, sizeof g);
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        const int8_t *from = x + window.offset;
        int32_t channel = 0;
        QN_NO_UNROLL
        for (; channel + 4 <= g.channels; channel += 4) {
            qn_max_4_s8(from + channel, &window, y + channel);
        }
        QN_NO_UNROLL
        for (; channel < g.channels; channel++) {
            y[channel] = qn_max_1_s8(from + channel, &window);
        }
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
