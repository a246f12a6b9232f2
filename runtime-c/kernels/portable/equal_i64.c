/* Portable qn_equal_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(equal_i64, int64_t, uint8_t, a == b)

void qn_equal_i64(const qn_equal_i64_params *p, const int64_t *a, const int64_t *b, uint8_t *y)
{
    qn_equal_i64_loop(p, a, b, y);
}
