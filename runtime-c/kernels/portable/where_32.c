/* Portable qn_where_32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_SELECT(where_32, float)

void qn_where_32(const qn_where_32_params *p, const uint8_t *c, const float *a, const float *b, float *y)
{
    qn_where_32_loop(p, c, a, b, y);
}
