/* Reductions and running folds along the middle of [outer][count][inner]. No output lies on an input, but for what says "in place". */
#ifndef QN_REDUCE_H
#define QN_REDUCE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qn_reduce_sum_f32_params {
    int32_t outer;
    int32_t count;
    int32_t inner;
} qn_reduce_sum_f32_params;

typedef qn_reduce_sum_f32_params qn_reduce_sum_i32_params;
typedef qn_reduce_sum_f32_params qn_reduce_sum_i64_params;
typedef qn_reduce_sum_f32_params qn_reduce_prod_f32_params;
typedef qn_reduce_sum_f32_params qn_reduce_prod_i32_params;
typedef qn_reduce_sum_f32_params qn_reduce_prod_i64_params;
typedef qn_reduce_sum_f32_params qn_reduce_min_f32_params;
typedef qn_reduce_sum_f32_params qn_reduce_min_i32_params;
typedef qn_reduce_sum_f32_params qn_reduce_min_i64_params;
typedef qn_reduce_sum_f32_params qn_reduce_max_i32_params;
typedef qn_reduce_sum_f32_params qn_reduce_max_i64_params;

/* y [outer][inner]; integers wrap around; in place where inner is 1. */
void qn_reduce_sum_f32(const qn_reduce_sum_f32_params *p, const float *x, float *y);
void qn_reduce_sum_i32(const qn_reduce_sum_i32_params *p, const int32_t *x, int32_t *y);
void qn_reduce_sum_i64(const qn_reduce_sum_i64_params *p, const int64_t *x, int64_t *y);
void qn_reduce_prod_f32(const qn_reduce_prod_f32_params *p, const float *x, float *y);
void qn_reduce_prod_i32(const qn_reduce_prod_i32_params *p, const int32_t *x, int32_t *y);
void qn_reduce_prod_i64(const qn_reduce_prod_i64_params *p, const int64_t *x, int64_t *y);
void qn_reduce_min_f32(const qn_reduce_min_f32_params *p, const float *x, float *y);
void qn_reduce_min_i32(const qn_reduce_min_i32_params *p, const int32_t *x, int32_t *y);
void qn_reduce_min_i64(const qn_reduce_min_i64_params *p, const int64_t *x, int64_t *y);
void qn_reduce_max_i32(const qn_reduce_max_i32_params *p, const int32_t *x, int32_t *y);
void qn_reduce_max_i64(const qn_reduce_max_i64_params *p, const int64_t *x, int64_t *y);

typedef struct qn_cum_sum_f32_params {
    int32_t outer;
    int32_t count;
    int32_t inner;
    int32_t exclusive;
    int32_t reverse;
} qn_cum_sum_f32_params;

typedef qn_cum_sum_f32_params qn_cum_sum_i32_params;
typedef qn_cum_sum_f32_params qn_cum_sum_i64_params;
typedef qn_cum_sum_f32_params qn_cum_prod_f32_params;
typedef qn_cum_sum_f32_params qn_cum_prod_i32_params;
typedef qn_cum_sum_f32_params qn_cum_prod_i64_params;

/* y [outer][count][inner] of all elements up to each, itself left out where exclusive, from the end where reverse; integers wrap around; in place. */
void qn_cum_sum_f32(const qn_cum_sum_f32_params *p, const float *x, float *y);
void qn_cum_sum_i32(const qn_cum_sum_i32_params *p, const int32_t *x, int32_t *y);
void qn_cum_sum_i64(const qn_cum_sum_i64_params *p, const int64_t *x, int64_t *y);
void qn_cum_prod_f32(const qn_cum_prod_f32_params *p, const float *x, float *y);
void qn_cum_prod_i32(const qn_cum_prod_i32_params *p, const int32_t *x, int32_t *y);
void qn_cum_prod_i64(const qn_cum_prod_i64_params *p, const int64_t *x, int64_t *y);

typedef struct qn_arg_extreme_f32_params {
    int32_t outer;
    int32_t count;
    int32_t inner;
    int32_t minimum;
    int32_t last;
} qn_arg_extreme_f32_params;

typedef qn_arg_extreme_f32_params qn_arg_extreme_i32_params;
typedef qn_arg_extreme_f32_params qn_arg_extreme_i64_params;

/* y [outer][inner]: index of the largest element, or of the least where minimum; of equal ones the first, or the last where last. */
void qn_arg_extreme_f32(const qn_arg_extreme_f32_params *p, const float *x, int64_t *y);
void qn_arg_extreme_i32(const qn_arg_extreme_i32_params *p, const int32_t *x, int64_t *y);
void qn_arg_extreme_i64(const qn_arg_extreme_i64_params *p, const int64_t *x, int64_t *y);

typedef struct qn_top_k_f32_params {
    int32_t outer;
    int32_t count;
    int32_t inner;
    int32_t k;
    int32_t minimum;
} qn_top_k_f32_params;

typedef qn_top_k_f32_params qn_top_k_i64_params;

/* y, indices [outer][k][inner]: the k <= count largest elements, or the least where minimum, in order; equal ones by index. */
void qn_top_k_f32(const qn_top_k_f32_params *p, const float *x, float *y, int64_t *indices);
void qn_top_k_i64(const qn_top_k_i64_params *p, const int64_t *x, int64_t *y, int64_t *indices);

#ifdef __cplusplus
}
#endif

#endif
