/* Portable qn_avg_pool_f32: channel by channel, so that the output may lie on the input. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/float_quotient.h"
#include "internal/pool_window.h"

static float qn_sum_f32(const float *x, const qn_pool_window *window)
{
    float sum = 0.0f;
    int32_t i, j;
    QN_NO_UNROLL
    for (i = 0; i < window->rows; i++, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            sum = qn_rounded(sum + x[j * window->column_step]);
        }
    }
    return sum;
}

void qn_avg_pool_f32(const qn_avg_pool_f32_params *p, const float *x, float *y)
{
    const int32_t whole = p->count_include_pad ? p->kernel_h * p->kernel_w : 0;
    const float min = p->out_min, max = p->out_max;
    qn_pool g = qn_pool_of(p);
    qn_pixel at = {0, 0, 0};
    g.pad_top = p->pad_top;
    g.pad_left = p->pad_left;
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        const float count = (float)(whole > 0 ? whole : window.rows * window.columns);
        int32_t channel;
        QN_NO_UNROLL
        for (channel = 0; channel < g.channels; channel++) {
            y[channel] = qn_clampf(qn_dividef(qn_sum_f32(x + window.offset + channel, &window), count), min, max);
        }
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
