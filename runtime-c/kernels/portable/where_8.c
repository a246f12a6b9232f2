/* Portable qn_where_8. */
#include "qn.h"
#include "internal/elementwise.h"

QN_SELECT(where_8, uint8_t)

void qn_where_8(const qn_where_8_params *p, const uint8_t *c, const uint8_t *a, const uint8_t *b, uint8_t *y)
{
    qn_where_8_loop(p, c, a, b, y);
}
