/* Non-linear functions: look-up tables on int8, own expf on float (no libm). All in place. */
#ifndef QN_NONLINEAR_H
#define QN_NONLINEAR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qn_lookup_s8_params {
    int32_t count;
} qn_lookup_s8_params;

/* y = table[x + 128]; table [256]. */
void qn_lookup_s8(const qn_lookup_s8_params *p, const int8_t *x, const int8_t *table, int8_t *y);

typedef struct qn_softmax_s8_params {
    int32_t rows;
    int32_t cols;
    int32_t levels;
} qn_softmax_s8_params;

/* Softmax of each row; output scale 1 / levels, 1 <= levels <= 256, zero point -128; table[d] = round(32767 * exp(-d * scale)), d = row maximum - x.
 * With S the row's sum of table values, b = floor(log2 S), k = max(0, b - 15), r = floor(levels * 2^(23+k) / S):
 * y = min(127, ((table[d] * r + 2^(22+k)) >> (23+k)) - 128). 1 <= cols <= 131072. */
void qn_softmax_s8(const qn_softmax_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y);

typedef struct qn_softmax_f32_params {
    int32_t rows;
    int32_t cols;
} qn_softmax_f32_params;

void qn_softmax_f32(const qn_softmax_f32_params *p, const float *x, float *y);

typedef struct qn_masked_softmax_f32_params {
    int32_t d0;
    int32_t d1;
    int32_t d2;
    int32_t cols;
    int32_t s0;
    int32_t s1;
    int32_t s2;
    int32_t s3;
} qn_masked_softmax_f32_params;

/* Softmax of each row of x [d0][d1][d2][cols] plus the bias, whose strides are s0 to s3 (0 where it is broadcast). A row of -infinity alone gives zeros. */
void qn_masked_softmax_f32(const qn_masked_softmax_f32_params *p, const float *x, const float *bias, float *y);

typedef struct qn_clamp_f32_params {
    int32_t count;
    float out_min;
    float out_max;
} qn_clamp_f32_params;

/* NaN stays NaN. */
void qn_clamp_f32(const qn_clamp_f32_params *p, const float *x, float *y);

typedef struct qn_sigmoid_f32_params {
    int32_t count;
} qn_sigmoid_f32_params;

typedef qn_sigmoid_f32_params qn_tanh_f32_params;

void qn_sigmoid_f32(const qn_sigmoid_f32_params *p, const float *x, float *y);
void qn_tanh_f32(const qn_tanh_f32_params *p, const float *x, float *y);

#ifdef __cplusplus
}
#endif

#endif
