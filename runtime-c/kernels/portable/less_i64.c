/* Portable qn_less_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(less_i64, int64_t, uint8_t, a < b)

void qn_less_i64(const qn_less_i64_params *p, const int64_t *a, const int64_t *b, uint8_t *y)
{
    qn_less_i64_loop(p, a, b, y);
}
