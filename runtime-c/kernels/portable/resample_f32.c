/* Portable qn_resample_f32: two taps, which is linear interpolation, in one loop; others tap by tap. */
#include "qn.h"
#include "internal/float_math.h"

static void qn_blend_f32(const float *x, const float *weights, int32_t inner, float *y)
{
    const float first = weights[0], second = weights[1];
    int32_t i;
    for (i = 0; i < inner; i++) {
        y[i] = qn_fmaf(second, x[inner + i], qn_rounded(first * x[i]));
    }
}

static void qn_weighted_f32(const qn_resample_f32_params *p, const float *x, const float *weights, float *y)
{
    const int32_t inner = p->inner, taps = p->taps;
    int32_t i, k;
    for (i = 0; i < inner; i++) {
        float sum = qn_rounded(weights[0] * x[i]);
        for (k = 1; k < taps; k++) {
            sum = qn_fmaf(weights[k], x[k * inner + i], sum);
        }
        y[i] = sum;
    }
}

void qn_resample_f32(const qn_resample_f32_params *p, const float *x, const int32_t *starts, const float *weights, float *y)
{
    int32_t part, i;
    for (part = 0; part < p->outer; part++) {
        for (i = 0; i < p->out_size; i++) {
            const float *from = x + starts[i] * p->inner;
            if (p->taps == 2) {
                qn_blend_f32(from, weights + 2 * i, p->inner, y);
            } else {
                qn_weighted_f32(p, from, weights + i * p->taps, y);
            }
            y += p->inner;
        }
        x += p->in_size * p->inner;
    }
}
