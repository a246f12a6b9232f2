/* Portable qn_min_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(min_i64, int64_t, int64_t, b < a ? b : a)

void qn_min_i64(const qn_min_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y)
{
    qn_min_i64_loop(p, a, b, y);
}
