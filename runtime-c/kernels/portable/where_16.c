/* Portable qn_where_16. */
#include "qn.h"
#include "internal/elementwise.h"

QN_SELECT(where_16, uint16_t)

void qn_where_16(const qn_where_16_params *p, const uint8_t *c, const uint16_t *a, const uint16_t *b, uint16_t *y)
{
    qn_where_16_loop(p, c, a, b, y);
}
