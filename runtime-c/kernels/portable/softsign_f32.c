/* Portable qn_softsign_f32. */
#include "qn.h"
#include "internal/elementwise.h"
#include "internal/float_quotient.h"

QN_UNARY(softsign_f32, float, float, qn_dividef(x, qn_rounded(1.0f + qn_bits_float(qn_float_bits(x) & 0x7FFFFFFF))))

void qn_softsign_f32(const qn_softsign_f32_params *p, const float *x, float *y)
{
    qn_softsign_f32_loop(p, x, y);
}
