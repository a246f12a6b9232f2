/* Portable qn_mul_s8: product of the zero-point-free operands, requantized. */
#include "qn.h"
#include "internal/requantize.h"

void qn_mul_s8(const qn_mul_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y)
{
    const qn_mul_s8_params q = *p;
    const qn_output_s8 out = {q.pre_shift, q.out_zero_point, q.out_min, q.out_max};
    int32_t i;
    for (i = 0; i < q.count; i++) {
        y[i] = qn_requantize((a[i] - q.a_zero_point) * (b[i] - q.b_zero_point), q.multiplier, q.shift, &out);
    }
}
