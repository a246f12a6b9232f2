/* Portable qn_dequantize_slices_s32_f32. */
#include "qn.h"
#include "internal/slice_scales.h"

void qn_dequantize_slices_s32_f32(const qn_dequantize_slices_s32_f32_params *p, const int32_t *x, const float *scale, const int32_t *zero, float *y)
{
    QN_DEQUANTIZE_SLICES
}
