/* qn_conv2d_add_s8 for cores with the DSP extension, whose weights may be -128 in any channel. */
#define QN_OFFSET_WEIGHTS
#define QN_SUM_OUTPUT
#include "qn.h"
#include "qn_dsp_offset.h"
#include "internal/dsp_conv2d_s8_core.h"

void qn_conv2d_add_s8_dsp_offset(const qn_conv2d_add_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, const int8_t *residual, int8_t *y, void *scratch)
{
    const qn_epilogue_s8 out = {{p->pre_shift, p->residual_multiplier, p->offset, p->shift, p->out_min, p->out_max}, residual, y};
    qn_dsp_conv2d_s8_core(p, x, w, requant, pad, y, scratch, out);
}
