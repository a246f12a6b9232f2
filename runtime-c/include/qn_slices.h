/* QuantizeLinear and DequantizeLinear with scales and zero points in memory: one for all elements (1 slice), one for each slice of an axis
 * (block 0), or one for each run of `block` slices of every line along it. x is [outer][slices][inner]; scale and zero are [slices], or
 * [outer][ceil(slices / block)][inner]. zero may be null: 0. */
#ifndef QN_SLICES_H
#define QN_SLICES_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
#define QN_SLICES_FIELDS int32_t outer; int32_t slices; int32_t inner; int32_t block;
/* clang-format on */

typedef struct qn_slices {
    QN_SLICES_FIELDS
} qn_slices;

typedef struct qn_quantize_slices_params {
    QN_SLICES_FIELDS
    int32_t low;
    int32_t high;
} qn_quantize_slices_params;

/* y = round(x / scale) + zero, halves to even, within [low, high]; NaN gives the zero point. */
typedef qn_quantize_slices_params qn_quantize_slices_f32_s8_params;
void qn_quantize_slices_f32_s8(const qn_quantize_slices_f32_s8_params *p, const float *x, const float *scale, const int8_t *zero, int8_t *y);

typedef qn_quantize_slices_params qn_quantize_slices_f32_u8_params;
void qn_quantize_slices_f32_u8(const qn_quantize_slices_f32_u8_params *p, const float *x, const float *scale, const uint8_t *zero, uint8_t *y);

typedef qn_quantize_slices_params qn_quantize_slices_f32_s16_params;
void qn_quantize_slices_f32_s16(const qn_quantize_slices_f32_s16_params *p, const float *x, const float *scale, const int16_t *zero, int16_t *y);

typedef qn_quantize_slices_params qn_quantize_slices_f32_u16_params;
void qn_quantize_slices_f32_u16(const qn_quantize_slices_f32_u16_params *p, const float *x, const float *scale, const uint16_t *zero, uint16_t *y);

/* y = (float)(x - zero) * scale. */
typedef qn_slices qn_dequantize_slices_s8_f32_params;
void qn_dequantize_slices_s8_f32(const qn_dequantize_slices_s8_f32_params *p, const int8_t *x, const float *scale, const int8_t *zero, float *y);

typedef qn_slices qn_dequantize_slices_u8_f32_params;
void qn_dequantize_slices_u8_f32(const qn_dequantize_slices_u8_f32_params *p, const uint8_t *x, const float *scale, const uint8_t *zero, float *y);

typedef qn_slices qn_dequantize_slices_s16_f32_params;
void qn_dequantize_slices_s16_f32(const qn_dequantize_slices_s16_f32_params *p, const int16_t *x, const float *scale, const int16_t *zero, float *y);

typedef qn_slices qn_dequantize_slices_u16_f32_params;
void qn_dequantize_slices_u16_f32(const qn_dequantize_slices_u16_f32_params *p, const uint16_t *x, const float *scale, const uint16_t *zero, float *y);

typedef qn_slices qn_dequantize_slices_s32_f32_params;
void qn_dequantize_slices_s32_f32(const qn_dequantize_slices_s32_f32_params *p, const int32_t *x, const float *scale, const int32_t *zero, float *y);

typedef struct qn_dynamic_quantize_f32_s8_params {
    int32_t count;
} qn_dynamic_quantize_f32_s8_params;

/* DynamicQuantizeLinear: scale = (max(x, 0) - min(x, 0)) / 255, zero = round(-min(x, 0) / scale) (0 where all x are 0), y = round(x / scale) + zero
 * within [0, 255]; y and zero are stored 128 lower. Halves to even; NaN counts as 0. */
void qn_dynamic_quantize_f32_s8(const qn_dynamic_quantize_f32_s8_params *p, const float *x, int8_t *y, float *scale, int8_t *zero);

#ifdef __cplusplus
}
#endif

#endif
