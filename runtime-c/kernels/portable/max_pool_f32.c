/* Portable qn_max_pool_f32: channel by channel, so that the output may lie on the input. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/float_math.h"
#include "internal/pool_window.h"

static float qn_max_1_f32(const float *x, const qn_pool_window *window)
{
    float max = x[0];
    int32_t i, j;
    QN_NO_UNROLL
    for (i = 0; i < window->rows; i++, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            max = qn_largerf(x[j * window->column_step], max);
        }
    }
    return max;
}

void qn_max_pool_f32(const qn_max_pool_f32_params *p, const float *x, float *y)
{
    qn_pool g;
    qn_pixel at = {0, 0, 0};
    QN_MEMCPY(&g, p, sizeof g);
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        int32_t channel;
        QN_NO_UNROLL
        for (channel = 0; channel < g.channels; channel++) {
            y[channel] = qn_max_1_f32(x + window.offset + channel, &window);
        }
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
