/* Portable qn_round_f32_i32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_to_integer.h"

/* Between 2^22 and 2^31 too; from 2^23 on every float is an integer. */
static inline int32_t qn_nearest_i32(float x)
{
    const int32_t whole = qn_float_to_i32(x);
    const float rest = qn_rounded(x - (float)whole);
    if (rest > 0.5f || (rest == 0.5f && (whole & 1))) {
        return whole + (whole < INT32_MAX);
    }
    if (rest < -0.5f || (rest == -0.5f && (whole & 1))) {
        return whole - (whole > INT32_MIN);
    }
    return whole;
}

QN_UNARY(round_f32_i32, float, int32_t, qn_nearest_i32(x))

void qn_round_f32_i32(const qn_round_f32_i32_params *p, const float *x, int32_t *y)
{
    qn_round_f32_i32_loop(p, x, y);
}
