/* Portable qn_min_u64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(min_u64, uint64_t, uint64_t, b < a ? b : a)

void qn_min_u64(const qn_min_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y)
{
    qn_min_u64_loop(p, a, b, y);
}
