/* Portable qn_avg_pool_even_s8. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/pool_window.h"
#include "internal/requantize.h"

/* sum / count + offset, count > 0, halves to what is even then. */
static inline int32_t qn_divide_to_even(int32_t sum, int32_t count, int32_t offset)
{
    int32_t quotient = sum / count;
    int32_t rest = sum % count;
    if (rest < 0) {
        quotient--;
        rest += count;
    }
    quotient += offset;
    return quotient + (2 * rest > count || (2 * rest == count && (quotient & 1)));
}

static inline int32_t qn_window_sum_s8(const int8_t *x, const qn_pool_window *window)
{
    int32_t sum = 0, i, j;
    QN_NO_UNROLL
    for (i = 0; i < window->rows; i++, x += window->row_step) {
        const int8_t *at = x;
        QN_NO_UNROLL
        for (j = window->columns; j > 0; j--, at += window->column_step) {
            sum += *at;
        }
    }
    return sum;
}

void qn_avg_pool_even_s8(const qn_avg_pool_even_s8_params *p, const int8_t *x, int8_t *y)
{
    const qn_avg_pool_even_s8_params q = *p;
    qn_pool g = qn_pool_of(p);
    qn_pixel at = {0, 0, 0};
    g.pad_top = q.pad_top;
    g.pad_left = q.pad_left;
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        const int32_t inside = window.rows * window.columns;
        const int32_t count = q.count_include_pad ? g.kernel_h * g.kernel_w : inside;
        int32_t channel;
        QN_NO_UNROLL
        for (channel = 0; channel < g.channels; channel++) {
            const int32_t sum = qn_window_sum_s8(x + window.offset + channel, &window) - inside * q.in_zero_point;
            *y++ = (int8_t)qn_clamp_s32(qn_divide_to_even(sum, count, q.out_zero_point), q.out_min, q.out_max);
        }
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
