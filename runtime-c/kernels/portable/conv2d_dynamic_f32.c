/* Portable qn_conv2d_dynamic_f32: weights in the order of the model, computed at run time, so that nothing can be packed. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/conv_geometry.h"
#include "internal/float_math.h"

/* The taps of one window: where it begins in x, and which of its rows and columns lie inside. */
typedef struct qn_dynamic_window {
    const float *x;
    qn_taps rows;
    qn_taps columns;
} qn_dynamic_window;

static float qn_dynamic_channel(const qn_conv_geometry *g, const qn_dynamic_window *window, const float *w, float sum)
{
    int32_t i, j;
    QN_NO_UNROLL
    for (i = window->rows.first; i < window->rows.end; i++) {
        QN_NO_UNROLL
        for (j = window->columns.first; j < window->columns.end; j++) {
            sum = qn_fmaf(window->x[(i * g->dilation_h * g->in_w + j * g->dilation_w) * g->in_c], w[i * g->kernel_w + j], sum);
        }
    }
    return sum;
}

static float qn_dynamic_sum(const qn_conv_geometry *g, qn_dynamic_window window, const float *w, int32_t channels, float sum)
{
    const int32_t taps = g->kernel_h * g->kernel_w;
    int32_t c;
    QN_NO_UNROLL
    for (c = 0; c < channels; c++) {
        sum = qn_dynamic_channel(g, &window, w, sum);
        window.x++;
        w += taps;
    }
    return sum;
}

void qn_conv2d_dynamic_f32(const qn_conv2d_dynamic_f32_params *p, const float *x, const float *w, const float *bias, float *y)
{
    const qn_conv_geometry g = qn_geometry_of(p);
    const int32_t in = g.in_c / p->groups, out = g.out_c / p->groups;
    const float min = p->out_min, max = p->out_max;
    qn_pixel at = {0, 0, 0};
    while (at.image < g.batch) {
        const int32_t row = at.row * g.stride_h - g.pad_top, column = at.column * g.stride_w - g.pad_left;
        const float *image = x + at.image * g.in_h * g.in_w * g.in_c;
        const int32_t offset = (row * g.in_w + column) * g.in_c;
        qn_dynamic_window window = {image, {0, 0}, {0, 0}};
        int32_t o;
        window.rows = qn_taps_inside(row, g.kernel_h, g.dilation_h, g.in_h);
        window.columns = qn_taps_inside(column, g.kernel_w, g.dilation_w, g.in_w);
        QN_NO_UNROLL
        for (o = 0; o < g.out_c; o++) {
            window.x = image + (offset + o / out * in);
            y[o] = qn_clampf(qn_dynamic_sum(&g, window, w + o * in * g.kernel_h * g.kernel_w, in, bias ? bias[o] : 0.0f), min, max);
        }
        y += g.out_c;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
