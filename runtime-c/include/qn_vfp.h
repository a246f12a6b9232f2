/* Kernel variants for Cortex-M with a single-precision FPU. Same order of sums as the portable kernels; constants are packed by
 * src/kernels/<kernel>.vfp.ts. */
#ifndef QN_VFP_H
#define QN_VFP_H

#include "qn_conv.h"

#ifdef __cplusplus
extern "C" {
#endif

void qn_conv2d_f32_vfp(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch);
void qn_conv2d_f32_s8_vfp(const qn_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, const float *pad, float *real, int8_t *y, void *scratch);
void qn_depthwise_conv2d_f32_vfp(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch);
void qn_depthwise_conv2d_f32_s8_vfp(const qn_depthwise_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y, void *scratch);
void qn_fully_connected_f32_vfp(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y);
void qn_fully_connected_f32_s8_vfp(const qn_fully_connected_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y);

#ifdef __cplusplus
}
#endif

#endif
