/* Portable qn_mod_u32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(mod_u32, uint32_t, uint32_t, b == 0u ? 0u : a % b)

void qn_mod_u32(const qn_mod_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y)
{
    qn_mod_u32_loop(p, a, b, y);
}
