/* qn_fully_connected_s8_f32 by SMMLA. */
#define QN_FLOAT_OUTPUT
#include "qn.h"
#include "qn_neon_i8mm.h"
#include "internal/neon_i8mm_filter.h"
#include "internal/neon_fully_connected_core.h"

void qn_fully_connected_s8_f32_neon_i8mm(const qn_fully_connected_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, int8_t *stored, float *y)
{
    const qn_epilogue_s8 out = {p->out_min, p->out_max, qn_quantizer_of(p->inverse_scale, p->out_zero_point), stored, y};
    qn_neon_fully_connected_core(p, x, w, channel, y, out);
}
