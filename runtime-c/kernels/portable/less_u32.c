/* Portable qn_less_u32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(less_u32, uint32_t, uint8_t, a < b)

void qn_less_u32(const qn_less_u32_params *p, const uint32_t *a, const uint32_t *b, uint8_t *y)
{
    qn_less_u32_loop(p, a, b, y);
}
