/* Portable qn_max_pool_indices_f32: plane by plane in the order of the model; of equal maxima the first. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/conv_geometry.h"

/* Window of one output along the three dimensions, and where the best element seen lies. */
typedef struct qn_indices_window {
    qn_taps taps[3];
    int32_t start[3];
    int32_t best[3];
    float max;
    int32_t found;
} qn_indices_window;

static void qn_indices_row(const qn_max_pool_indices_f32_params *p, const float *x, qn_indices_window *window, int32_t d, int32_t h)
{
    int32_t k;
    QN_NO_UNROLL
    for (k = window->taps[2].first; k < window->taps[2].end; k++) {
        const int32_t w = window->start[2] + k * p->dilation_w;
        const float value = x[(d * p->in_h + h) * p->in_w + w];
        if (!window->found || value > window->max) {
            window->max = value;
            window->found = 1;
            window->best[0] = d;
            window->best[1] = h;
            window->best[2] = w;
        }
    }
}

static int32_t qn_indices_place(const qn_max_pool_indices_f32_params *p, const float *x, qn_indices_window *window)
{
    const int32_t *best = window->best;
    int32_t i, j;
    window->found = 0;
    QN_NO_UNROLL
    for (i = window->taps[0].first; i < window->taps[0].end; i++) {
        QN_NO_UNROLL
        for (j = window->taps[1].first; j < window->taps[1].end; j++) {
            qn_indices_row(p, x, window, window->start[0] + i * p->dilation_d, window->start[1] + j * p->dilation_h);
        }
    }
    return p->column_major ? (best[2] * p->in_h + best[1]) * p->in_d + best[0] : (best[0] * p->in_h + best[1]) * p->in_w + best[2];
}

void qn_max_pool_indices_f32(const qn_max_pool_indices_f32_params *p, const float *x, int64_t *y)
{
    const qn_max_pool_indices_f32_params q = *p;
    const int32_t plane = q.in_d * q.in_h * q.in_w;
    int32_t n, d, h, w;
    for (n = 0; n < q.planes; n++) {
        for (d = 0; d < q.out_d; d++) {
            for (h = 0; h < q.out_h; h++) {
                for (w = 0; w < q.out_w; w++) {
                    qn_indices_window window = {{{0, 0}, {0, 0}, {0, 0}}, {0, 0, 0}, {0, 0, 0}, 0.0f, 0};
                    window.start[0] = d * q.stride_d - q.pad_d;
                    window.start[1] = h * q.stride_h - q.pad_h;
                    window.start[2] = w * q.stride_w - q.pad_w;
                    window.taps[0] = qn_taps_inside(window.start[0], q.kernel_d, q.dilation_d, q.in_d);
                    window.taps[1] = qn_taps_inside(window.start[1], q.kernel_h, q.dilation_h, q.in_h);
                    window.taps[2] = qn_taps_inside(window.start[2], q.kernel_w, q.dilation_w, q.in_w);
                    *y++ = (int64_t)n * plane + qn_indices_place(&q, x, &window);
                }
            }
        }
        x += plane;
    }
}
