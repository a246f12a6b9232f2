/* Portable qn_add_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(add_i64, int64_t, int64_t, (int64_t)((uint64_t)a + (uint64_t)b))

void qn_add_i64(const qn_add_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y)
{
    qn_add_i64_loop(p, a, b, y);
}
