/* Portable qn_max_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(max_i32, int32_t, int32_t, a < b ? b : a)

void qn_max_i32(const qn_max_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y)
{
    qn_max_i32_loop(p, a, b, y);
}
