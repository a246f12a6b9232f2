/* Portable qn_quantize_slices_f32_s8. */
#include "qn.h"
#include "internal/slice_scales.h"

void qn_quantize_slices_f32_s8(const qn_quantize_slices_f32_s8_params *p, const float *x, const float *scale, const int8_t *zero, int8_t *y)
{
    QN_QUANTIZE_SLICES(int8_t)
}
