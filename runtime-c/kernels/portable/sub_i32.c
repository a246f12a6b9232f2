/* Portable qn_sub_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(sub_i32, int32_t, int32_t, (int32_t)((uint32_t)a - (uint32_t)b))

void qn_sub_i32(const qn_sub_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y)
{
    qn_sub_i32_loop(p, a, b, y);
}
