/* Portable qn_softmax_f32: exp(x - row maximum), divided by its sum. */
#include "qn.h"
#include "internal/float_functions.h"

static float qn_row_max(const float *x, int32_t cols)
{
    float max = x[0];
    int32_t i;
    for (i = 1; i < cols; i++) {
        max = qn_largerf(x[i], max);
    }
    return max;
}

static void qn_softmax_row_f32(const float *x, float *y, int32_t cols)
{
    const float max = qn_row_max(x, cols);
    float sum = 0.0f;
    float inverse;
    int32_t i;
    for (i = 0; i < cols; i++) {
        y[i] = qn_expf(qn_rounded(x[i] - max));
        sum = qn_rounded(sum + y[i]);
    }
    inverse = 1.0f / sum;
    for (i = 0; i < cols; i++) {
        y[i] = qn_rounded(y[i] * inverse);
    }
}

void qn_softmax_f32(const qn_softmax_f32_params *p, const float *x, float *y)
{
    const qn_softmax_f32_params q = *p;
    int32_t row;
    for (row = 0; row < q.rows; row++) {
        qn_softmax_row_f32(x, y, q.cols);
        x += q.cols;
        y += q.cols;
    }
}
