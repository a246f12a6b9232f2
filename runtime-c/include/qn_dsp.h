/* Kernel variants for cores with the DSP extension (Cortex-M4, M7, M33). Same results as the portable kernels, byte for byte; constants are
 * packed by src/kernels/<kernel>.dsp.ts and aligned to words, scratch to words. */
#ifndef QN_DSP_H
#define QN_DSP_H

#include "qn_conv.h"
#include "qn_elementwise.h"
#include "qn_nonlinear.h"
#include "qn_pool.h"

#ifdef __cplusplus
extern "C" {
#endif

void qn_conv2d_s8_dsp(const qn_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch);
void qn_conv2d_add_s8_dsp(const qn_conv2d_add_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, const int8_t *residual, int8_t *y, void *scratch);
void qn_conv2d_s8_f32_dsp(const qn_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, const int8_t *pad, int8_t *stored, float *y, void *scratch);
void qn_depthwise_conv2d_s8_dsp(const qn_depthwise_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y, void *scratch);
void qn_depthwise_conv2d_s8_f32_dsp(const qn_depthwise_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, int8_t *stored, float *y, void *scratch);
void qn_fully_connected_s8_dsp(const qn_fully_connected_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y);
void qn_fully_connected_s8_f32_dsp(const qn_fully_connected_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, int8_t *stored, float *y);
void qn_add_s8_dsp(const qn_add_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y);
void qn_mul_s8_dsp(const qn_mul_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y);
void qn_lookup_s8_dsp(const qn_lookup_s8_params *p, const int8_t *x, const int8_t *table, int8_t *y);
void qn_avg_pool_s8_dsp(const qn_avg_pool_s8_params *p, const int8_t *x, const int32_t *requant, int8_t *y);
void qn_max_pool_s8_dsp(const qn_max_pool_s8_params *p, const int8_t *x, int8_t *y);
void qn_softmax_s8_dsp(const qn_softmax_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y);

#ifdef __cplusplus
}
#endif

#endif
