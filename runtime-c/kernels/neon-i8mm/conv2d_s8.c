/* qn_conv2d_s8 by SMMLA. */
#include "qn.h"
#include "qn_neon_i8mm.h"
#include "internal/neon_i8mm_filter.h"
#include "internal/neon_conv2d_core.h"

void qn_conv2d_s8_neon_i8mm(const qn_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch)
{
    const qn_epilogue_s8 out = {requant[0], p->out_zero_point, p->out_min, p->out_max};
    qn_neon_conv2d_core(p, x, w, requant + QN_TABLE_HEAD, pad, y, scratch, out);
}
