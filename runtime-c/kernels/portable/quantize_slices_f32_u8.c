/* Portable qn_quantize_slices_f32_u8. */
#include "qn.h"
#include "internal/slice_scales.h"

void qn_quantize_slices_f32_u8(const qn_quantize_slices_f32_u8_params *p, const float *x, const float *scale, const uint8_t *zero, uint8_t *y)
{
    QN_QUANTIZE_SLICES(uint8_t)
}
