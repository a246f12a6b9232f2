/* Portable qn_xor_8. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(xor_8, uint8_t, uint8_t, (uint8_t)(a ^ b))

void qn_xor_8(const qn_xor_8_params *p, const uint8_t *a, const uint8_t *b, uint8_t *y)
{
    qn_xor_8_loop(p, a, b, y);
}
