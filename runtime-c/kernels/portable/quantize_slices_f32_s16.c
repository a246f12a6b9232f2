/* Portable qn_quantize_slices_f32_s16. */
#include "qn.h"
#include "internal/slice_scales.h"

void qn_quantize_slices_f32_s16(const qn_quantize_slices_f32_s16_params *p, const float *x, const float *scale, const int16_t *zero, int16_t *y)
{
    QN_QUANTIZE_SLICES(int16_t)
}
