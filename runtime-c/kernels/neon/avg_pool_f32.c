/* qn_avg_pool_f32, sixteen or four channels at a time, then one by one; sums are multiplied by the reciprocal of their count. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/float_quotient.h"
#include "internal/neon_quantize.h"
#include "internal/pool_window.h"

/* Sums of 4 * vectors (a constant: 16 or 4) channels, times scale, clamped. */
QN_INLINE void qn_average_f32(const float *x, const qn_pool_window *window, int32_t vectors, float scale, const qn_avg_pool_f32_params *p, float *y)
{
    float32x4_t sum[4];
    int32_t i, j, v;
    QN_UNROLL
    for (v = 0; v < vectors; v++) {
        sum[v] = vdupq_n_f32(0.0f);
    }
    QN_NO_UNROLL
    for (i = window->rows; i > 0; i--, x += window->row_step) {
        const float *at = x;
        QN_NO_UNROLL
        for (j = window->columns; j > 0; j--, at += window->column_step) {
            QN_UNROLL
            for (v = 0; v < vectors; v++) {
                sum[v] = vaddq_f32(sum[v], vld1q_f32(at + 4 * v));
            }
        }
    }
    QN_UNROLL
    for (v = 0; v < vectors; v++) {
        vst1q_f32(y + 4 * v, qn_neon_clamp(vmulq_n_f32(sum[v], scale), p->out_min, p->out_max));
    }
}

QN_INLINE float qn_sum_1_f32(const float *x, const qn_pool_window *window)
{
    float sum = 0.0f;
    int32_t i, j;
    QN_NO_UNROLL
    for (i = window->rows; i > 0; i--, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            sum += x[j * window->column_step];
        }
    }
    return sum;
}

void qn_avg_pool_f32_neon(const qn_avg_pool_f32_params *p, const float *x, float *y)
{
    const int32_t whole = p->count_include_pad ? p->kernel_h * p->kernel_w : 0;
    const qn_avg_pool_f32_params q = *p;
    qn_pool g = qn_pool_of(p);
    qn_pixel at = {0, 0, 0};
    g.pad_top = p->pad_top;
    g.pad_left = p->pad_left;
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        const float scale = qn_dividef(1.0f, (float)(whole > 0 ? whole : window.rows * window.columns));
        const float *from = x + window.offset;
        int32_t channel = 0;
        QN_NO_UNROLL
        for (; channel + 16 <= g.channels; channel += 16) {
            qn_average_f32(from + channel, &window, 4, scale, &q, y + channel);
        }
        QN_NO_UNROLL
        for (; channel + 4 <= g.channels; channel += 4) {
            qn_average_f32(from + channel, &window, 1, scale, &q, y + channel);
        }
        QN_NO_UNROLL
        for (; channel < g.channels; channel++) {
            y[channel] = qn_clampf(qn_sum_1_f32(from + channel, &window) * scale, q.out_min, q.out_max);
        }
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
