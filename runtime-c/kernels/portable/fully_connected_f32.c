/* Portable qn_fully_connected_f32. */
#include "qn.h"
#include "internal/fully_connected_f32_core.h"

void qn_fully_connected_f32(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y)
{
    const qn_epilogue_f32 out = {p->out_min, p->out_max};
    qn_fully_connected_f32_core(p, x, w, bias, y, out);
}
