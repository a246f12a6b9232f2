/* Portable qn_masked_softmax_f32. */
#include "qn.h"
#include "internal/float_functions.h"

static void qn_masked_softmax_row_f32(const float *x, const float *bias, int32_t step, float *y, int32_t cols)
{
    const float lowest = qn_bits_float((int32_t)0xFF800000);
    float max = lowest;
    float sum = 0.0f;
    float inverse;
    int32_t i;
    for (i = 0; i < cols; i++) {
        y[i] = qn_rounded(x[i] + bias[i * step]);
        max = qn_largerf(y[i], max);
    }
    for (i = 0; i < cols; i++) {
        y[i] = max > lowest ? qn_expf(qn_rounded(y[i] - max)) : 0.0f;
        sum = qn_rounded(sum + y[i]);
    }
    inverse = sum > 0.0f ? 1.0f / sum : sum;
    for (i = 0; i < cols; i++) {
        y[i] = qn_rounded(y[i] * inverse);
    }
}

void qn_masked_softmax_f32(const qn_masked_softmax_f32_params *p, const float *x, const float *bias, float *y)
{
    const qn_masked_softmax_f32_params q = *p;
    int32_t i, j, k;
    for (i = 0; i < q.d0; i++) {
        for (j = 0; j < q.d1; j++) {
            for (k = 0; k < q.d2; k++) {
                qn_masked_softmax_row_f32(x, bias + i * q.s0 + j * q.s1 + k * q.s2, q.s3, y, q.cols);
                x += q.cols;
                y += q.cols;
            }
        }
    }
}
