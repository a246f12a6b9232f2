/* Portable qn_min_u32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(min_u32, uint32_t, uint32_t, b < a ? b : a)

void qn_min_u32(const qn_min_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y)
{
    qn_min_u32_loop(p, a, b, y);
}
