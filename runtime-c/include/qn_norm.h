/* Normalizations: by the moments of groups of channels, of rows, and by the energy of neighbouring channels. Determinants. */
#ifndef QN_NORM_H
#define QN_NORM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qn_group_norm_f32_params {
    int32_t batch;
    int32_t pixels;
    int32_t groups;
    int32_t width;
    int32_t centred;
    float epsilon;
    float out_min;
    float out_max;
} qn_group_norm_f32_params;

/* x, y [batch][pixels][groups][width]: y = clamp((x - mean) / sqrt(variance + epsilon) * scale + bias) with the moments of all pixels of a group;
 * mean 0 where not centred. scale, bias [groups][width] or null (1, 0). In place. */
void qn_group_norm_f32(const qn_group_norm_f32_params *p, const float *x, const float *scale, const float *bias, float *y);

typedef struct qn_layer_norm_s8_params {
    int32_t rows;
    int32_t cols;
    int32_t zero_point;
    int32_t centred;
    int32_t epsilon_low;
    int32_t epsilon_high;
    int32_t shift;
    int32_t out_min;
    int32_t out_max;
} qn_layer_norm_s8_params;

/* With d = x - zero_point, S the sum of a row's d (0 where not centred), V = cols * sum of d^2 - S^2 + epsilon (64 bits; 0 counts as 1), 1 / sqrt(V) in 31 bits
 * (integer_root.h) and N = (cols * d - S) / sqrt(V) with 20 fractional bits, rounded down: y = clamp((hi32(N * M) + offset) >> shift).
 * table [cols][2] = {M, offset}. cols <= 32768. In place. */
void qn_layer_norm_s8(const qn_layer_norm_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y);

typedef struct qn_row_moments_f32_params {
    int32_t rows;
    int32_t cols;
    int32_t inverse;
    float epsilon;
} qn_row_moments_f32_params;

/* y [rows]: mean of each row of x [rows][cols], or with `inverse` 1 / sqrt(variance + epsilon). */
void qn_row_moments_f32(const qn_row_moments_f32_params *p, const float *x, float *y);

typedef struct qn_local_response_norm_f32_params {
    int32_t rows;
    int32_t channels;
    int32_t size;
    int32_t quarters;
    float alpha_per_element;
    float bias;
} qn_local_response_norm_f32_params;

/* x, y [rows][channels]: y = x * (bias + alpha_per_element * sum of squares)^(-quarters / 4), 0 <= quarters <= 7, over the `size` channels from
 * (size - 1) / 2 before. */
void qn_local_response_norm_f32(const qn_local_response_norm_f32_params *p, const float *x, float *y);

typedef struct qn_det_f32_params {
    int32_t count;
    int32_t n;
} qn_det_f32_params;

/* y [count]: determinants of x [count][n][n]. */
void qn_det_f32(const qn_det_f32_params *p, const float *x, float *y, void *scratch);

#ifdef __cplusplus
}
#endif

#endif
