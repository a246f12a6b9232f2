/* Portable qn_or_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(or_i32, int32_t, int32_t, a | b)

void qn_or_i32(const qn_or_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y)
{
    qn_or_i32_loop(p, a, b, y);
}
