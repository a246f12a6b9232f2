/* Portable qn_conv2d_w16_s8. */
#define QN_WIDE_WEIGHTS
#include "qn.h"
#include "internal/conv2d_s8_core.h"

void qn_conv2d_w16_s8(const qn_conv2d_w16_s8_params *p, const int8_t *x, const int16_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch)
{
    const qn_epilogue_s8 out = {p->pre_shift, p->out_zero_point, p->out_min, p->out_max};
    qn_conv2d_s8_core(p, x, w, requant, pad, y, scratch, out);
}
