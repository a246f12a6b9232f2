/* Portable qn_shl_u64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(shl_u64, uint64_t, uint64_t, b < 64u ? a << b : 0u)

void qn_shl_u64(const qn_shl_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y)
{
    qn_shl_u64_loop(p, a, b, y);
}
