/* Portable qn_or_8. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(or_8, uint8_t, uint8_t, (uint8_t)(a | b))

void qn_or_8(const qn_or_8_params *p, const uint8_t *a, const uint8_t *b, uint8_t *y)
{
    qn_or_8_loop(p, a, b, y);
}
