/* Kernel variants for cores with the DSP extension whose weights may be -128 where those of qn_dsp.h may not. Same results as the portable
 * kernels, byte for byte; constants are packed by src/kernels/<kernel>.dsp-offset.ts and aligned to words, scratch to words. */
#ifndef QN_DSP_OFFSET_H
#define QN_DSP_OFFSET_H

#include "qn_conv.h"

#ifdef __cplusplus
extern "C" {
#endif

void qn_conv2d_s8_dsp_offset(const qn_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch);
void qn_conv2d_add_s8_dsp_offset(const qn_conv2d_add_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, const int8_t *residual, int8_t *y, void *scratch);
void qn_conv2d_s8_f32_dsp_offset(const qn_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, const int8_t *pad, int8_t *stored, float *y, void *scratch);

#ifdef __cplusplus
}
#endif

#endif
