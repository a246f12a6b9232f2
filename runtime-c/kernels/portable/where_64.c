/* Portable qn_where_64. */
#include "qn.h"
#include "internal/elementwise.h"

QN_SELECT(where_64, uint64_t)

void qn_where_64(const qn_where_64_params *p, const uint8_t *c, const uint64_t *a, const uint64_t *b, uint64_t *y)
{
    qn_where_64_loop(p, c, a, b, y);
}
