/* Portable qn_xor_i64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(xor_i64, int64_t, int64_t, a ^ b)

void qn_xor_i64(const qn_xor_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y)
{
    qn_xor_i64_loop(p, a, b, y);
}
