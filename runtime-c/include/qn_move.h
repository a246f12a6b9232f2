/* Moves elements without looking at them: strided copies of up to six dimensions, planes to pixels, and fills with a repeated pattern.
 * Strides are in elements, those of x may be 0 or negative; unused dimensions are 1. */
#ifndef QN_MOVE_H
#define QN_MOVE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* y[sum i_k * y_s_k] = x[sum i_k * x_s_k] for 0 <= i_k < d_k. */
typedef struct qn_copy_nd_8_params {
    int32_t d0, d1, d2, d3, d4, d5;
    int32_t x_s0, x_s1, x_s2, x_s3, x_s4, x_s5;
    int32_t y_s0, y_s1, y_s2, y_s3, y_s4, y_s5;
} qn_copy_nd_8_params;

typedef qn_copy_nd_8_params qn_copy_nd_16_params;
typedef qn_copy_nd_8_params qn_copy_nd_32_params;
typedef qn_copy_nd_8_params qn_copy_nd_64_params;

void qn_copy_nd_8(const qn_copy_nd_8_params *p, const uint8_t *x, uint8_t *y);
void qn_copy_nd_16(const qn_copy_nd_16_params *p, const uint16_t *x, uint16_t *y);
void qn_copy_nd_32(const qn_copy_nd_32_params *p, const float *x, float *y);
void qn_copy_nd_64(const qn_copy_nd_64_params *p, const uint64_t *x, uint64_t *y);

/* y[row][column][plane] = x[plane][row][column]; y may be x. Scratch: planes * width bytes. */
typedef struct qn_planes_to_pixels_8_params {
    int32_t planes;
    int32_t height;
    int32_t width;
} qn_planes_to_pixels_8_params;

void qn_planes_to_pixels_8(const qn_planes_to_pixels_8_params *p, const uint8_t *x, uint8_t *y, void *scratch);

/* y[i] = pattern[i % period]. */
typedef struct qn_fill_8_params {
    int32_t count;
    int32_t period;
} qn_fill_8_params;

typedef qn_fill_8_params qn_fill_32_params;

void qn_fill_8(const qn_fill_8_params *p, const uint8_t *pattern, uint8_t *y);
void qn_fill_32(const qn_fill_32_params *p, const float *pattern, float *y);

/* Matrices whose elements with column - row >= diagonal (upper) or <= diagonal are those of x; all bytes elsewhere are fill. y may be x. */
typedef struct qn_trilu_params {
    int32_t batch;
    int32_t rows;
    int32_t columns;
    int32_t upper;
    int32_t diagonal;
    int32_t element_bytes;
    int32_t fill;
} qn_trilu_params;

void qn_trilu(const qn_trilu_params *p, const uint8_t *x, uint8_t *y);

/* y[outer][i][inner] = sum over k < taps of weights[i][k] * x[outer][starts[i] + k][inner]. */
typedef struct qn_resample_f32_params {
    int32_t outer;
    int32_t in_size;
    int32_t out_size;
    int32_t inner;
    int32_t taps;
} qn_resample_f32_params;

void qn_resample_f32(const qn_resample_f32_params *p, const float *x, const int32_t *starts, const float *weights, float *y);

/* Bilinear interpolation of [batch][in_h][in_w][channels]. rows [out_h] and columns [out_w] are pairs {first position, weight of the next one in
 * 1/2048}; behind the last position comes itself. Rounds halves up. Scratch: in_w * channels int32. */
typedef struct qn_resize_linear_s8_params {
    int32_t batch;
    int32_t in_h;
    int32_t in_w;
    int32_t channels;
    int32_t out_h;
    int32_t out_w;
} qn_resize_linear_s8_params;

void qn_resize_linear_s8(const qn_resize_linear_s8_params *p, const int8_t *x, const int32_t *rows, const int32_t *columns, int8_t *y, void *scratch);

#ifdef __cplusplus
}
#endif

#endif
