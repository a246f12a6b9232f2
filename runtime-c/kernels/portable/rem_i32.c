/* Portable qn_rem_i32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/integer_math.h"

QN_BINARY(rem_i32, int32_t, int32_t, qn_remainder_i32(a, b))

void qn_rem_i32(const qn_rem_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y)
{
    qn_rem_i32_loop(p, a, b, y);
}
