/* Portable qn_thresholded_relu_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_math.h"

QN_UNARY(thresholded_relu_f32, float, float, qn_lessf(q.alpha, x) ? x : 0.0f)

void qn_thresholded_relu_f32(const qn_thresholded_relu_f32_params *p, const float *x, float *y)
{
    qn_thresholded_relu_f32_loop(p, x, y);
}
