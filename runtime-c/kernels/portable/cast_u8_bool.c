/* Portable qn_cast_u8_bool. */
#include "qn.h"
#include "internal/elementwise.h"

QN_UNARY(cast_u8_bool, uint8_t, uint8_t, x != 0)

void qn_cast_u8_bool(const qn_cast_u8_bool_params *p, const uint8_t *x, uint8_t *y)
{
    qn_cast_u8_bool_loop(p, x, y);
}
