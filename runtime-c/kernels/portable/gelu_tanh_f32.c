/* Portable qn_gelu_tanh_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_activations.h"

QN_UNARY(gelu_tanh_f32, float, float, qn_gelu_tanhf(x))

void qn_gelu_tanh_f32(const qn_gelu_tanh_f32_params *p, const float *x, float *y)
{
    qn_gelu_tanh_f32_loop(p, x, y);
}
