/* Portable qn_less_u64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(less_u64, uint64_t, uint8_t, a < b)

void qn_less_u64(const qn_less_u64_params *p, const uint64_t *a, const uint64_t *b, uint8_t *y)
{
    qn_less_u64_loop(p, a, b, y);
}
