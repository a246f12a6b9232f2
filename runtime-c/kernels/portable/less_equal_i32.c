/* Portable qn_less_equal_i32. */
#include "qn.h"
#include "internal/elementwise.h"

QN_BINARY(less_equal_i32, int32_t, uint8_t, a <= b)

void qn_less_equal_i32(const qn_less_equal_i32_params *p, const int32_t *a, const int32_t *b, uint8_t *y)
{
    qn_less_equal_i32_loop(p, a, b, y);
}
