/* Kernel variants for Arm Helium (MVE). Same bytes as the portable kernels (int8); constants are packed by src/kernels/<kernel>.mve.ts. */
#ifndef QN_MVE_H
#define QN_MVE_H

#include "qn_conv.h"
#include "qn_convert.h"
#include "qn_elementwise.h"
#include "qn_move.h"
#include "qn_nonlinear.h"
#include "qn_pool.h"
#include "qn_recurrent.h"

#ifdef __cplusplus
extern "C" {
#endif

void qn_conv2d_s8_mve(const qn_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, int8_t *y, void *scratch);
void qn_conv2d_add_s8_mve(const qn_conv2d_add_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, const int8_t *residual, int8_t *y, void *scratch);
void qn_conv2d_s8_f32_mve(const qn_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, const int8_t *pad, int8_t *stored, float *y, void *scratch);
void qn_depthwise_conv2d_s8_mve(const qn_depthwise_conv2d_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y, void *scratch);
void qn_depthwise_conv2d_s8_f32_mve(const qn_depthwise_conv2d_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, int8_t *stored, float *y, void *scratch);
void qn_fully_connected_s8_mve(const qn_fully_connected_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y);
void qn_fully_connected_s8_f32_mve(const qn_fully_connected_s8_f32_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, int8_t *stored, float *y);
void qn_add_s8_mve(const qn_add_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y);
void qn_mul_s8_mve(const qn_mul_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y);
void qn_avg_pool_s8_mve(const qn_avg_pool_s8_params *p, const int8_t *x, const int32_t *requant, int8_t *y);
void qn_max_pool_s8_mve(const qn_max_pool_s8_params *p, const int8_t *x, int8_t *y);
void qn_softmax_s8_mve(const qn_softmax_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y);
void qn_lookup_s8_mve(const qn_lookup_s8_params *p, const int8_t *x, const int8_t *table, int8_t *y);
void qn_flip_sign_8_mve(const qn_flip_sign_8_params *p, const uint8_t *x, int8_t *y);
void qn_quantize_f32_s8_mve(const qn_quantize_f32_s8_params *p, const float *x, int8_t *y);
void qn_dequantize_s8_f32_mve(const qn_dequantize_s8_f32_params *p, const int8_t *x, float *y);
void qn_copy_nd_8_mve(const qn_copy_nd_8_params *p, const uint8_t *x, uint8_t *y);
void qn_conv2d_f32_mve(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, const float *pad, float *y, void *scratch);
void qn_conv2d_f32_s8_mve(const qn_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, const float *pad, float *real, int8_t *y, void *scratch);
void qn_depthwise_conv2d_f32_mve(const qn_depthwise_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch);
void qn_depthwise_conv2d_f32_s8_mve(const qn_depthwise_conv2d_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y, void *scratch);
void qn_fully_connected_f32_mve(const qn_fully_connected_f32_params *p, const float *x, const float *w, const float *bias, float *y);
void qn_fully_connected_f32_s8_mve(const qn_fully_connected_f32_s8_params *p, const float *x, const float *w, const float *bias, float *real, int8_t *y);
void qn_planes_to_pixels_8_mve(const qn_planes_to_pixels_8_params *p, const uint8_t *x, uint8_t *y, void *scratch);
void qn_rnn_s8_mve(const qn_rnn_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0, const int32_t *lens, int8_t *y, int8_t *yh, float *state, void *scratch);
void qn_gru_s8_mve(const qn_gru_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0, const int32_t *lens, int8_t *y, int8_t *yh, float *state, void *scratch);
void qn_lstm_s8_mve(const qn_lstm_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0, const float *c0, const int32_t *lens, int8_t *y, int8_t *yh, float *state, float *yc, void *scratch);

#ifdef __cplusplus
}
#endif

#endif
