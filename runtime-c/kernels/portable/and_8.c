/* Portable qn_and_8. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(and_8, uint8_t, uint8_t, (uint8_t)(a & b))

void qn_and_8(const qn_and_8_params *p, const uint8_t *a, const uint8_t *b, uint8_t *y)
{
    qn_and_8_loop(p, a, b, y);
}
