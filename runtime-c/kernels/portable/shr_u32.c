/* Portable qn_shr_u32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(shr_u32, uint32_t, uint32_t, b < 32u ? a >> b : 0u)

void qn_shr_u32(const qn_shr_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y)
{
    qn_shr_u32_loop(p, a, b, y);
}
