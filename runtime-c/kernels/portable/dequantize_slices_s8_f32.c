/* Portable qn_dequantize_slices_s8_f32. */
#include "qn.h"
#include "internal/slice_scales.h"

void qn_dequantize_slices_s8_f32(const qn_dequantize_slices_s8_f32_params *p, const int8_t *x, const float *scale, const int8_t *zero, float *y)
{
    QN_DEQUANTIZE_SLICES
}
