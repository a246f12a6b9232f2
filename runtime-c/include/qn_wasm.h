/* Kernel variants for WebAssembly with 128-bit SIMD. Same results as the portable kernels, byte for byte (int8) and bit for bit
 * (float: no fused multiply-add, same order of sums); constants are packed by src/kernels/<kernel>.wasm.ts. */
#ifndef QN_WASM_H
#define QN_WASM_H

#include "qn_conv.h"

void qn_conv2d_s8_wasm(const qn_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch);
void qn_conv2d_add_s8_wasm(const qn_conv2d_add_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, const int8_t *residual, int8_t *y, void *scratch);
void qn_conv2d_s8_f32_wasm(const qn_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, const int8_t *pad, int8_t *stored, float *y, void *scratch);
void qn_depthwise_conv2d_s8_wasm(const qn_depthwise_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y, void *scratch);
void qn_conv2d_f32_wasm(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch);
void qn_conv2d_f32_s8_wasm(const qn_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, const float *pad, float *real, int8_t *y, void *scratch);
void qn_depthwise_conv2d_f32_wasm(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch);
void qn_fully_connected_s8_wasm(const qn_fully_connected_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y);
void qn_fully_connected_f32_wasm(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y);

#endif
