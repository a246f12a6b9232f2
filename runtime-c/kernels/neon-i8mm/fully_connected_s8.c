/* qn_fully_connected_s8 by SMMLA. */
#include "qn.h"
#include "qn_neon_i8mm.h"
#include "internal/neon_i8mm_filter.h"
#include "internal/neon_fully_connected_core.h"

void qn_fully_connected_s8_neon_i8mm(const qn_fully_connected_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y)
{
    const qn_epilogue_s8 out = {requant[0], p->out_zero_point, p->out_min, p->out_max};
    qn_neon_fully_connected_core(p, x, w, requant + QN_TABLE_HEAD, y, out);
}
