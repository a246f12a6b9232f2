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
