/* Matrix products of two computed operands. */
#ifndef QN_MATMUL_H
#define QN_MATMUL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Two dimensions of batches; strides are in elements, 0 where an operand is broadcast. */
typedef struct qn_matmul_f32_params {
    int32_t outer;
    int32_t inner;
    int32_t m;
    int32_t n;
    int32_t k;
    int32_t a_outer;
    int32_t a_inner;
    int32_t b_outer;
    int32_t b_inner;
    int32_t b_transposed;
    float out_min;
    float out_max;
} qn_matmul_f32_params;

/* y [outer][inner][m][n] = clamp(a [m][k] * b [k][n]), or b [n][k] where b_transposed; each sum runs over k in ascending order. */
void qn_matmul_f32(const qn_matmul_f32_params *p, const float *a, const float *b, float *y);

#ifdef __cplusplus
}
#endif

#endif
