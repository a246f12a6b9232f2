/* Portable qn_sigmoid_f32. */
#include "qn.h"
#include "internal/float_functions.h"

void qn_sigmoid_f32(const qn_sigmoid_f32_params *p, const float *x, float *y)
{
    const int32_t count = p->count;
    int32_t i;
    for (i = 0; i < count; i++) {
        y[i] = qn_sigmoidf(x[i]);
    }
}
