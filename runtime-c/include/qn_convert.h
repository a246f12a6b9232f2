/* Between float and int8, and between uint8 and int8. Quantizing rounds half to even; NaN becomes the zero point. */
#ifndef QN_CONVERT_H
#define QN_CONVERT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qn_quantize_f32_s8_params {
    int32_t count;
    float inverse_scale;
    int32_t zero_point;
} qn_quantize_f32_s8_params;

/* y = round(clamp(x * inverse_scale, -128 - zero_point, 127 - zero_point)) + zero_point. In place. */
void qn_quantize_f32_s8(const qn_quantize_f32_s8_params *p, const float *x, int8_t *y);

typedef struct qn_dequantize_s8_f32_params {
    int32_t count;
    float scale;
    int32_t zero_point;
} qn_dequantize_s8_f32_params;

/* y = scale * (x - zero_point). */
void qn_dequantize_s8_f32(const qn_dequantize_s8_f32_params *p, const int8_t *x, float *y);

typedef struct qn_flip_sign_8_params {
    int32_t count;
} qn_flip_sign_8_params;

/* y = x - 128 (exclusive or with 0x80), uint8 to int8 and back. In place. */
void qn_flip_sign_8(const qn_flip_sign_8_params *p, const uint8_t *x, int8_t *y);

#ifdef __cplusplus
}
#endif

#endif
