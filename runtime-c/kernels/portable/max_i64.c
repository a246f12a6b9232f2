/* Portable qn_max_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(max_i64, int64_t, int64_t, a < b ? b : a)

void qn_max_i64(const qn_max_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y)
{
    qn_max_i64_loop(p, a, b, y);
}
