/* qn_conv2d_add_s8 by SMMLA. */
#define QN_SUM_OUTPUT
#include "qn.h"
#include "qn_neon_i8mm.h"
#include "internal/neon_i8mm_filter.h"
#include "internal/neon_conv2d_core.h"

void qn_conv2d_add_s8_neon_i8mm(const qn_conv2d_add_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, const int8_t *residual, int8_t *y, void *scratch)
{
    const qn_epilogue_s8 out = {{p->pre_shift, p->residual_multiplier, p->offset, p->shift, p->out_min, p->out_max}, residual, y};
    qn_neon_conv2d_core(p, x, w, requant, pad, y, scratch, out);
}
