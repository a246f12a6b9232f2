/* Portable qn_min_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(min_i32, int32_t, int32_t, b < a ? b : a)

void qn_min_i32(const qn_min_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y)
{
    qn_min_i32_loop(p, a, b, y);
}
