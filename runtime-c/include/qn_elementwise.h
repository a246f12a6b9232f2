/* Element by element over tensors of equal shape; all in place with either operand. */
#ifndef QN_ELEMENTWISE_H
#define QN_ELEMENTWISE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qn_add_s8_params {
    int32_t count;
    int32_t multiplier_a;
    int32_t multiplier_b;
    int32_t offset;
    int32_t shift;
    int32_t out_min;
    int32_t out_max;
} qn_add_s8_params;

/* y = clamp((a * multiplier_a + b * multiplier_b + offset) >> shift); multipliers are signed 16 bit, 1 <= shift <= 22. */
void qn_add_s8(const qn_add_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y);

typedef struct qn_mul_s8_params {
    int32_t count;
    int32_t a_zero_point;
    int32_t b_zero_point;
    int32_t pre_shift;
    int32_t multiplier;
    int32_t shift;
    int32_t out_zero_point;
    int32_t out_min;
    int32_t out_max;
} qn_mul_s8_params;

/* acc = (a - a_zero_point) * (b - b_zero_point), then the requantization rule of qn_conv.h. */
void qn_mul_s8(const qn_mul_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y);

/* y = clamp(a op b); NaN stays NaN. */
typedef struct qn_add_f32_params {
    int32_t count;
    float out_min;
    float out_max;
} qn_add_f32_params;

/* a + b in float; a and b, or a8 and b8 where these are null; to y and y8 where they are not. */
typedef struct qn_add_mixed_params {
    int32_t count;
    int32_t a_zero_point;
    int32_t b_zero_point;
    int32_t out_zero_point;
    float a_scale;
    float b_scale;
    float inverse_scale;
    float out_min;
    float out_max;
} qn_add_mixed_params;

void qn_add_mixed(const qn_add_mixed_params *p, const float *a, const int8_t *a8, const float *b, const int8_t *b8, float *y, int8_t *y8);

typedef qn_add_f32_params qn_sub_f32_params;
typedef qn_add_f32_params qn_mul_f32_params;
typedef qn_add_f32_params qn_div_f32_params;

void qn_add_f32(const qn_add_f32_params *p, const float *a, const float *b, float *y);
void qn_sub_f32(const qn_sub_f32_params *p, const float *a, const float *b, float *y);
void qn_mul_f32(const qn_mul_f32_params *p, const float *a, const float *b, float *y);
void qn_div_f32(const qn_div_f32_params *p, const float *a, const float *b, float *y);

#ifdef __cplusplus
}
#endif

#endif
