/* Portable qn_shr_u64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(shr_u64, uint64_t, uint64_t, b < 64u ? a >> b : 0u)

void qn_shr_u64(const qn_shr_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y)
{
    qn_shr_u64_loop(p, a, b, y);
}
