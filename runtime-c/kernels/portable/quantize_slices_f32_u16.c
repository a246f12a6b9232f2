/* Portable qn_quantize_slices_f32_u16. */
#include "qn.h"
#include "internal/slice_scales.h"

void qn_quantize_slices_f32_u16(const qn_quantize_slices_f32_u16_params *p, const float *x, const float *scale, const uint16_t *zero, uint16_t *y)
{
    QN_QUANTIZE_SLICES(uint16_t)
}
