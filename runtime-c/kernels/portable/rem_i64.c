/* Portable qn_rem_i64. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/integer_math.h"

QN_BINARY(rem_i64, int64_t, int64_t, qn_remainder_i64(a, b))

void qn_rem_i64(const qn_rem_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y)
{
    qn_rem_i64_loop(p, a, b, y);
}
