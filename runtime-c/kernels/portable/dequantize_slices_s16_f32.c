/* Portable qn_dequantize_slices_s16_f32. */
#include "qn.h"
#include "internal/slice_scales.h"

void qn_dequantize_slices_s16_f32(const qn_dequantize_slices_s16_f32_params *p, const int16_t *x, const float *scale, const int16_t *zero, float *y)
{
    QN_DEQUANTIZE_SLICES
}
