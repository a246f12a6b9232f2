/* qn_max_pool_s8 for cores with the DSP extension: four channels in a word. Windows of 2x2, by far the most frequent, without loops over taps. */
#include "qn.h"
#include "qn_dsp.h"
#include "internal/dsp.h"
#include "internal/pool_window.h"

/* The maximum of four channels over a window. */
static inline uint32_t qn_max_window(const int8_t *x, const qn_pool_window *window)
{
    uint32_t max = qn_load_4_s8(x);
    int32_t rows = window->rows;
    QN_NO_UNROLL
    for (; rows > 0; rows--, x += window->row_step) {
        const int8_t *at = x;
        int32_t columns = window->columns;
        QN_NO_UNROLL
        for (; columns > 0; columns--) {
            max = qn_max_4_s8(max, qn_load_4_s8(at));
            QN_STEP(at, window->column_step);
        }
    }
    return max;
}

static inline int8_t qn_max_channel(const int8_t *x, const qn_pool_window *window)
{
    int32_t max = -128;
    int32_t i, j;
    QN_NO_UNROLL
    for (i = 0; i < window->rows; i++, x += window->row_step) {
        QN_NO_UNROLL
        for (j = 0; j < window->columns; j++) {
            const int32_t value = x[j * window->column_step];
            max = value > max ? value : max;
        }
    }
    return (int8_t)max;
}

/* All channels of a window of any size. */
QN_BLOCK void qn_max_pixel(const int8_t *x, const qn_pool_window *window, int32_t channels, int8_t *y)
{
    QN_NO_UNROLL
    for (; channels >= 4; channels -= 4, x += 4, y += 4) {
        qn_store_4_s8(y, qn_max_window(x, window));
    }
    QN_NO_UNROLL
    for (; channels > 0; channels--) {
        *y++ = qn_max_channel(x++, window);
    }
}

/* Whether all windows are 2x2 of neighbouring elements and lie inside, and channels fill words. */
static inline int qn_all_2x2(const qn_pool *g)
{
    return g->kernel_h == 2 && g->kernel_w == 2 && g->dilation_h == 1 && g->dilation_w == 1 && (g->channels & 3) == 0 && g->pad_top == 0 &&
           g->pad_left == 0 && (g->out_h - 1) * g->stride_h + 1 < g->in_h && (g->out_w - 1) * g->stride_w + 1 < g->in_w;
}

/* One row of 2x2 windows, from two rows of the input; `skip` leads from behind one window's first column to the next window. */
QN_BLOCK int8_t *qn_max_row_2x2(const int8_t *above, const int8_t *below, int32_t columns, int32_t channels, int32_t skip, int8_t *y)
{
    QN_NO_UNROLL
    for (; columns > 0; columns--, above += skip, below += skip) {
        int32_t left = channels;
        QN_NO_UNROLL
        do {
            const uint32_t right = qn_max_4_s8(qn_load_4_s8(above + channels), qn_load_4_s8(below + channels));
            const uint32_t upper = qn_take_4_s8(&above), lower = qn_take_4_s8(&below);
            qn_store_4_s8(y, qn_max_4_s8(qn_max_4_s8(upper, lower), right));
            QN_STEP(y, 4);
            left -= 4;
        } while (left != 0);
    }
    return y;
}

static inline void qn_max_rows_2x2(const qn_pool *g, const int8_t *x, int8_t *y)
{
    const int32_t line = g->in_w * g->channels;
    int32_t image, row;
    for (image = 0; image < g->batch; image++, x += g->in_h * line) {
        for (row = 0; row < g->out_h; row++) {
            const int8_t *above = x + row * g->stride_h * line;
            y = qn_max_row_2x2(above, above + line, g->out_w, g->channels, (g->stride_w - 1) * g->channels, y);
        }
    }
}

void qn_max_pool_s8_dsp(const qn_max_pool_s8_params *p, const int8_t *x, int8_t *y)
{
    qn_pool g;
    qn_pixel at = {0, 0, 0};
    QN_MEMCPY(&g, p, sizeof g);
    if (qn_all_2x2(&g)) {
        qn_max_rows_2x2(&g, x, y);
        return;
    }
    while (at.image < g.batch) {
        const qn_pool_window window = qn_pool_window_at(&g, at);
        qn_max_pixel(x + window.offset, &window, g.channels, y);
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
