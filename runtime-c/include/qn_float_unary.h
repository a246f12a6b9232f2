/* Functions of one float: roots, logarithms, trigonometry, and activations that are one unit each. No libm; errors are a few ulp. All in place. */
#ifndef QN_FLOAT_UNARY_H
#define QN_FLOAT_UNARY_H

#include "qn_unary.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qn_unary_alpha_params {
    int32_t count;
    float alpha;
} qn_unary_alpha_params;

/* Float exp; subnormal results are 0. */
typedef qn_unary_params qn_exp_f32_params;
void qn_exp_f32(const qn_exp_f32_params *p, const float *x, float *y);

/* Float natural logarithm. */
typedef qn_unary_params qn_log_f32_params;
void qn_log_f32(const qn_log_f32_params *p, const float *x, float *y);

/* Float square root, correctly rounded. */
typedef qn_unary_params qn_sqrt_f32_params;
void qn_sqrt_f32(const qn_sqrt_f32_params *p, const float *x, float *y);

/* Float 1 / x. */
typedef qn_unary_params qn_reciprocal_f32_params;
void qn_reciprocal_f32(const qn_reciprocal_f32_params *p, const float *x, float *y);

/* Float sin, of large arguments too. */
typedef qn_unary_params qn_sin_f32_params;
void qn_sin_f32(const qn_sin_f32_params *p, const float *x, float *y);

/* Float cos, of large arguments too. */
typedef qn_unary_params qn_cos_f32_params;
void qn_cos_f32(const qn_cos_f32_params *p, const float *x, float *y);

/* Float tan, of large arguments too. */
typedef qn_unary_params qn_tan_f32_params;
void qn_tan_f32(const qn_tan_f32_params *p, const float *x, float *y);

/* Float asin. */
typedef qn_unary_params qn_asin_f32_params;
void qn_asin_f32(const qn_asin_f32_params *p, const float *x, float *y);

/* Float acos. */
typedef qn_unary_params qn_acos_f32_params;
void qn_acos_f32(const qn_acos_f32_params *p, const float *x, float *y);

/* Float atan. */
typedef qn_unary_params qn_atan_f32_params;
void qn_atan_f32(const qn_atan_f32_params *p, const float *x, float *y);

/* Float sinh. */
typedef qn_unary_params qn_sinh_f32_params;
void qn_sinh_f32(const qn_sinh_f32_params *p, const float *x, float *y);

/* Float cosh. */
typedef qn_unary_params qn_cosh_f32_params;
void qn_cosh_f32(const qn_cosh_f32_params *p, const float *x, float *y);

/* Float asinh. */
typedef qn_unary_params qn_asinh_f32_params;
void qn_asinh_f32(const qn_asinh_f32_params *p, const float *x, float *y);

/* Float acosh. */
typedef qn_unary_params qn_acosh_f32_params;
void qn_acosh_f32(const qn_acosh_f32_params *p, const float *x, float *y);

/* Float atanh. */
typedef qn_unary_params qn_atanh_f32_params;
void qn_atanh_f32(const qn_atanh_f32_params *p, const float *x, float *y);

/* Float error function. */
typedef qn_unary_params qn_erf_f32_params;
void qn_erf_f32(const qn_erf_f32_params *p, const float *x, float *y);

/* Largest integers that are not above floats. */
typedef qn_unary_params qn_floor_f32_params;
void qn_floor_f32(const qn_floor_f32_params *p, const float *x, float *y);

/* Smallest integers that are not below floats. */
typedef qn_unary_params qn_ceil_f32_params;
void qn_ceil_f32(const qn_ceil_f32_params *p, const float *x, float *y);

/* Integers nearest to floats, halves to even. */
typedef qn_unary_params qn_round_f32_params;
void qn_round_f32(const qn_round_f32_params *p, const float *x, float *y);

/* Float log(1 + exp(x)). */
typedef qn_unary_params qn_softplus_f32_params;
void qn_softplus_f32(const qn_softplus_f32_params *p, const float *x, float *y);

/* Float x / (1 + |x|). */
typedef qn_unary_params qn_softsign_f32_params;
void qn_softsign_f32(const qn_softsign_f32_params *p, const float *x, float *y);

/* Float x * tanh(log(1 + exp(x))). */
typedef qn_unary_params qn_mish_f32_params;
void qn_mish_f32(const qn_mish_f32_params *p, const float *x, float *y);

/* Float x / 2 * (1 + erf(x / sqrt(2))). */
typedef qn_unary_params qn_gelu_f32_params;
void qn_gelu_f32(const qn_gelu_f32_params *p, const float *x, float *y);

/* Float x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))). */
typedef qn_unary_params qn_gelu_tanh_f32_params;
void qn_gelu_tanh_f32(const qn_gelu_tanh_f32_params *p, const float *x, float *y);

/* Float x * sigmoid(alpha * x). */
typedef qn_unary_alpha_params qn_swish_f32_params;
void qn_swish_f32(const qn_swish_f32_params *p, const float *x, float *y);

/* Float alpha * x + beta, limited to 0 and 1. */
typedef struct qn_hard_sigmoid_f32_params {
    int32_t count;
    float alpha;
    float beta;
} qn_hard_sigmoid_f32_params;
void qn_hard_sigmoid_f32(const qn_hard_sigmoid_f32_params *p, const float *x, float *y);

/* Float x * (x / 6 + 1 / 2), the factor limited to 0 and 1. */
typedef qn_unary_params qn_hard_swish_f32_params;
void qn_hard_swish_f32(const qn_hard_swish_f32_params *p, const float *x, float *y);

/* Float x, or alpha * x below 0. */
typedef qn_unary_alpha_params qn_leaky_relu_f32_params;
void qn_leaky_relu_f32(const qn_leaky_relu_f32_params *p, const float *x, float *y);

/* Float x, or alpha * (exp(x) - 1) below 0. */
typedef qn_unary_alpha_params qn_elu_f32_params;
void qn_elu_f32(const qn_elu_f32_params *p, const float *x, float *y);

/* Float x, or alpha * (exp(x / alpha) - 1) below 0. */
typedef qn_unary_alpha_params qn_celu_f32_params;
void qn_celu_f32(const qn_celu_f32_params *p, const float *x, float *y);

/* Float gamma * x, or gamma * alpha * (exp(x) - 1) below 0. */
typedef struct qn_selu_f32_params {
    int32_t count;
    float alpha;
    float gamma;
} qn_selu_f32_params;
void qn_selu_f32(const qn_selu_f32_params *p, const float *x, float *y);

/* Float x moved towards 0 by bias, 0 where it is not beyond lambda. */
typedef struct qn_shrink_f32_params {
    int32_t count;
    float bias;
    float lambda;
} qn_shrink_f32_params;
void qn_shrink_f32(const qn_shrink_f32_params *p, const float *x, float *y);

/* Float x above alpha, else 0. */
typedef qn_unary_alpha_params qn_thresholded_relu_f32_params;
void qn_thresholded_relu_f32(const qn_thresholded_relu_f32_params *p, const float *x, float *y);

#ifdef __cplusplus
}
#endif

#endif
