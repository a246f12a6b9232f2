/* qn_max_pool_s8 for MVE: 16 channels a vector. Windows of 2x2 that nothing pads go without a loop over taps. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"
#include "internal/pool_window.h"

/* Sixteen channels from x on of one window; `lanes` are those that exist. */
static inline int8x16_t qn_window_maximum(const int8_t *x, const qn_pool_window *window, mve_pred16_t lanes)
{
    int8x16_t max = vdupq_n_s8(-128);
    int32_t i, j;
    QN_NO_UNROLL
    for (i = window->rows; i > 0; i--) {
        const int8_t *at = x;
        QN_NO_UNROLL
        for (j = window->columns; j > 0; j--) {
            max = vmaxq_s8(max, vld1q_z_s8(at, lanes));
            at += window->column_step;
        }
        x += window->row_step;
    }
    return max;
}

QN_BLOCK void qn_maximum_pixel(const int8_t *x, const qn_pool_window *window, int32_t channels, int8_t *y)
{
    QN_NO_UNROLL
    for (; channels > 0; channels -= 16) {
        const mve_pred16_t lanes = vctp8q((uint32_t)channels);
        vst1q_p_s8(y, qn_window_maximum(x, window, lanes), lanes);
        x += 16;
        y += 16;
    }
}

static inline int8x16_t qn_maximum_of_4(const int8_t *x0, const int8_t *x1, int32_t step)
{
    return vmaxq_s8(vmaxq_s8(vld1q_s8(x0), vld1q_s8(x0 + step)), vmaxq_s8(vld1q_s8(x1), vld1q_s8(x1 + step)));
}

/* A row of `pixels` 2x2 windows over rows x0 and x1, 16 channels. */
QN_BLOCK void qn_maximum_row_16(const int8_t *x0, const int8_t *x1, int32_t pixels, int8_t *y)
{
    QN_NO_UNROLL
    for (; pixels > 0; pixels--) {
        vst1q_s8(y, qn_maximum_of_4(x0, x1, 16));
        x0 += 32;
        x1 += 32;
        y += 16;
    }
}

/* As above, `channels` channels, a multiple of 16. */
QN_BLOCK void qn_maximum_row(const int8_t *x0, const int8_t *x1, int32_t pixels, int32_t channels, int8_t *y)
{
    int32_t blocks;
    QN_NO_UNROLL
    for (; pixels > 0; pixels--) {
        QN_NO_UNROLL
        for (blocks = channels >> 4; blocks > 0; blocks--) {
            vst1q_s8(y, qn_maximum_of_4(x0, x1, channels));
            x0 += 16;
            x1 += 16;
            y += 16;
        }
        x0 += channels;
        x1 += channels;
    }
}

static int qn_is_halving(const qn_pool *g)
{
    const int windows = g->kernel_h == 2 && g->kernel_w == 2 && g->stride_h == 2 && g->stride_w == 2 && g->dilation_h == 1 && g->dilation_w == 1;
    return windows && g->pad_top == 0 && g->pad_left == 0 && 2 * g->out_h <= g->in_h && 2 * g->out_w <= g->in_w && (g->channels & 15) == 0;
}

static void qn_halve(const qn_pool *g, const int8_t *x, int8_t *y)
{
    const int32_t line = g->in_w * g->channels;
    qn_pixel at = {0, 0, 0};
    for (; at.image < g->batch; at.image++) {
        for (at.row = 0; at.row < g->out_h; at.row++) {
            const int8_t *from = x + (at.image * g->in_h + 2 * at.row) * line;
            if (g->channels == 16) {
                qn_maximum_row_16(from, from + line, g->out_w, y);
            } else {
                qn_maximum_row(from, from + line, g->out_w, g->channels, y);
            }
            y += g->out_w * g->channels;
        }
    }
}

void qn_max_pool_s8_mve(const qn_max_pool_s8_params *p, const int8_t *x, int8_t *y)
{
    qn_pool g;
    qn_pixel at = {0, 0, 0};
    QN_MEMCPY(&g, p, sizeof g);
    if (qn_is_halving(&g)) {
        qn_halve(&g, x, y);
        return;
    }
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        qn_maximum_pixel(x + window.offset, &window, g.channels, y);
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
