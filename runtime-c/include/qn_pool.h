/* Average and maximum pooling. Padding never takes part in a maximum; each window holds at least one element of x.
 * In place where pad_top and pad_left are 0. */
#ifndef QN_POOL_H
#define QN_POOL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
#define QN_POOL_GEOMETRY_FIELDS \
    int32_t batch; int32_t in_h; int32_t in_w; int32_t channels; \
    int32_t out_h; int32_t out_w; \
    int32_t kernel_h; int32_t kernel_w; int32_t stride_h; int32_t stride_w;
/* clang-format on */

typedef struct qn_avg_pool_s8_params {
    QN_POOL_GEOMETRY_FIELDS
    int32_t pad_top;
    int32_t pad_left;
    int32_t pre_shift;
    int32_t out_zero_point;
    int32_t out_min;
    int32_t out_max;
} qn_avg_pool_s8_params;

/* requant [kernel_h * kernel_w][3]: entry n-1 = {-n * input zero point, M, s} serves windows with n elements inside x;
 * the requantization rule is that of qn_conv.h. */
void qn_avg_pool_s8(const qn_avg_pool_s8_params *p, const int8_t *x, const int32_t *requant, int8_t *y);

typedef struct qn_avg_pool_even_s8_params {
    QN_POOL_GEOMETRY_FIELDS
    int32_t pad_top;
    int32_t pad_left;
    int32_t count_include_pad;
    int32_t in_zero_point;
    int32_t out_zero_point;
    int32_t out_min;
    int32_t out_max;
} qn_avg_pool_even_s8_params;

/* Input and output have one scale: the exact mean of the n elements inside x (over kernel_h * kernel_w where count_include_pad is 1), less the
 * input's zero point, plus the output's, rounded half to even. */
void qn_avg_pool_even_s8(const qn_avg_pool_even_s8_params *p, const int8_t *x, int8_t *y);

typedef struct qn_avg_pool_f32_params {
    QN_POOL_GEOMETRY_FIELDS
    int32_t pad_top;
    int32_t pad_left;
    int32_t count_include_pad;
    float out_min;
    float out_max;
} qn_avg_pool_f32_params;

/* Divides by the elements inside x, or by kernel_h * kernel_w where count_include_pad is 1. */
void qn_avg_pool_f32(const qn_avg_pool_f32_params *p, const float *x, float *y);

typedef struct qn_max_pool_s8_params {
    QN_POOL_GEOMETRY_FIELDS
    int32_t dilation_h;
    int32_t dilation_w;
    int32_t pad_top;
    int32_t pad_left;
} qn_max_pool_s8_params;

typedef qn_max_pool_s8_params qn_max_pool_f32_params;

void qn_max_pool_s8(const qn_max_pool_s8_params *p, const int8_t *x, int8_t *y);
void qn_max_pool_f32(const qn_max_pool_f32_params *p, const float *x, float *y);

/* Three dimensions; a missing one has length 1, kernel 1, stride 1 and no padding. */
typedef struct qn_max_pool_indices_f32_params {
    int32_t planes;
    int32_t in_d;
    int32_t in_h;
    int32_t in_w;
    int32_t out_d;
    int32_t out_h;
    int32_t out_w;
    int32_t kernel_d;
    int32_t kernel_h;
    int32_t kernel_w;
    int32_t stride_d;
    int32_t stride_h;
    int32_t stride_w;
    int32_t dilation_d;
    int32_t dilation_h;
    int32_t dilation_w;
    int32_t pad_d;
    int32_t pad_h;
    int32_t pad_w;
    int32_t column_major;
} qn_max_pool_indices_f32_params;

/* x [planes][in_d][in_h][in_w]; y [planes][out_d][out_h][out_w]: where in x the first greatest element of each window is. With column_major the
 * place within its plane is counted with d varying fastest and w slowest. */
void qn_max_pool_indices_f32(const qn_max_pool_indices_f32_params *p, const float *x, int64_t *y);

#ifdef __cplusplus
}
#endif

#endif
