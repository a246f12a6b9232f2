/* Portable qn_div_u64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(div_u64, uint64_t, uint64_t, b == 0u ? 0u : a / b)

void qn_div_u64(const qn_div_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y)
{
    qn_div_u64_loop(p, a, b, y);
}
