/* Portable qn_not_8. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(not_8, uint8_t, uint8_t, x == 0)

void qn_not_8(const qn_not_8_params *p, const uint8_t *x, uint8_t *y)
{
    qn_not_8_loop(p, x, y);
}
