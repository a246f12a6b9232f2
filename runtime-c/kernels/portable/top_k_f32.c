/* Portable qn_top_k_f32. */
#include "qn.h"
#include "internal/top_k.h"

void qn_top_k_f32(const qn_top_k_f32_params *p, const float *x, float *y, int64_t *indices)
{
    QN_TOP_K(float)
}
