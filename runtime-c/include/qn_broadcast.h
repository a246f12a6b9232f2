/* Element by element over two or three operands that are broadcast to one shape, and their results.
 * Sizes and strides are of dimensions d0 to d3, in elements; the output is contiguous. Unused dimensions are 1. The innermost strides are 0 or 1, and where
 * d3 is above 1 at least one of them is 1. In place with an operand whose elements are as large as the output's, or larger than its bytes, and lie as they do. */
#ifndef QN_BROADCAST_H
#define QN_BROADCAST_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qn_broadcast_params {
    int32_t d0, d1, d2, d3;
    int32_t a_s0, a_s1, a_s2, a_s3;
    int32_t b_s0, b_s1, b_s2, b_s3;
} qn_broadcast_params;

/* y = clamp(a op b); NaN stays NaN. */
typedef struct qn_broadcast_f32_params {
    int32_t d0, d1, d2, d3;
    int32_t a_s0, a_s1, a_s2, a_s3;
    int32_t b_s0, b_s1, b_s2, b_s3;
    float out_min;
    float out_max;
} qn_broadcast_f32_params;

typedef qn_broadcast_f32_params qn_add_broadcast_f32_params;
typedef qn_broadcast_f32_params qn_sub_broadcast_f32_params;
typedef qn_broadcast_f32_params qn_mul_broadcast_f32_params;
typedef qn_broadcast_f32_params qn_div_broadcast_f32_params;

void qn_add_broadcast_f32(const qn_add_broadcast_f32_params *p, const float *a, const float *b, float *y);
void qn_sub_broadcast_f32(const qn_sub_broadcast_f32_params *p, const float *a, const float *b, float *y);
void qn_mul_broadcast_f32(const qn_mul_broadcast_f32_params *p, const float *a, const float *b, float *y);
void qn_div_broadcast_f32(const qn_div_broadcast_f32_params *p, const float *a, const float *b, float *y);

/* Sum of 32-bit integers, modulo 2^32: signed and unsigned. */
typedef qn_broadcast_params qn_add_i32_params;
void qn_add_i32(const qn_add_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Difference of 32-bit integers, modulo 2^32: signed and unsigned. */
typedef qn_broadcast_params qn_sub_i32_params;
void qn_sub_i32(const qn_sub_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Product of 32-bit integers, modulo 2^32: signed and unsigned. */
typedef qn_broadcast_params qn_mul_i32_params;
void qn_mul_i32(const qn_mul_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Bitwise and of 32-bit integers. */
typedef qn_broadcast_params qn_and_i32_params;
void qn_and_i32(const qn_and_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Bitwise or of 32-bit integers. */
typedef qn_broadcast_params qn_or_i32_params;
void qn_or_i32(const qn_or_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Bitwise exclusive or of 32-bit integers. */
typedef qn_broadcast_params qn_xor_i32_params;
void qn_xor_i32(const qn_xor_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Whether 32-bit integers are equal: signed and unsigned. */
typedef qn_broadcast_params qn_equal_i32_params;
void qn_equal_i32(const qn_equal_i32_params *p, const int32_t *a, const int32_t *b, uint8_t *y);

/* Powers of 32-bit integers, modulo 2^32; a negative exponent gives 1 / a^|b| without its fraction, 0 where a is 0. */
typedef qn_broadcast_params qn_pow_i32_params;
void qn_pow_i32(const qn_pow_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Quotient of signed 32-bit integers, truncated; 0 where the divisor is 0, the dividend where the quotient would overflow. */
typedef qn_broadcast_params qn_div_i32_params;
void qn_div_i32(const qn_div_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Remainder of signed 32-bit integers with the sign of the dividend; 0 where the divisor is 0. */
typedef qn_broadcast_params qn_rem_i32_params;
void qn_rem_i32(const qn_rem_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Remainder of signed 32-bit integers with the sign of the divisor; 0 where that is 0. */
typedef qn_broadcast_params qn_mod_i32_params;
void qn_mod_i32(const qn_mod_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Quotient of unsigned 32-bit integers; 0 where the divisor is 0. */
typedef qn_broadcast_params qn_div_u32_params;
void qn_div_u32(const qn_div_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y);

/* Remainder of unsigned 32-bit integers; 0 where the divisor is 0. */
typedef qn_broadcast_params qn_mod_u32_params;
void qn_mod_u32(const qn_mod_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y);

/* Unsigned 32-bit integers shifted left. */
typedef qn_broadcast_params qn_shl_u32_params;
void qn_shl_u32(const qn_shl_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y);

/* Unsigned 32-bit integers shifted right. */
typedef qn_broadcast_params qn_shr_u32_params;
void qn_shr_u32(const qn_shr_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y);

/* Sum of 64-bit integers, modulo 2^64: signed and unsigned. */
typedef qn_broadcast_params qn_add_i64_params;
void qn_add_i64(const qn_add_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Difference of 64-bit integers, modulo 2^64: signed and unsigned. */
typedef qn_broadcast_params qn_sub_i64_params;
void qn_sub_i64(const qn_sub_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Product of 64-bit integers, modulo 2^64: signed and unsigned. */
typedef qn_broadcast_params qn_mul_i64_params;
void qn_mul_i64(const qn_mul_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Bitwise and of 64-bit integers. */
typedef qn_broadcast_params qn_and_i64_params;
void qn_and_i64(const qn_and_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Bitwise or of 64-bit integers. */
typedef qn_broadcast_params qn_or_i64_params;
void qn_or_i64(const qn_or_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Bitwise exclusive or of 64-bit integers. */
typedef qn_broadcast_params qn_xor_i64_params;
void qn_xor_i64(const qn_xor_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Whether 64-bit integers are equal: signed and unsigned. */
typedef qn_broadcast_params qn_equal_i64_params;
void qn_equal_i64(const qn_equal_i64_params *p, const int64_t *a, const int64_t *b, uint8_t *y);

/* Powers of 64-bit integers, modulo 2^64; a negative exponent gives 1 / a^|b| without its fraction, 0 where a is 0. */
typedef qn_broadcast_params qn_pow_i64_params;
void qn_pow_i64(const qn_pow_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Quotient of signed 64-bit integers, truncated; 0 where the divisor is 0, the dividend where the quotient would overflow. */
typedef qn_broadcast_params qn_div_i64_params;
void qn_div_i64(const qn_div_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Remainder of signed 64-bit integers with the sign of the dividend; 0 where the divisor is 0. */
typedef qn_broadcast_params qn_rem_i64_params;
void qn_rem_i64(const qn_rem_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Remainder of signed 64-bit integers with the sign of the divisor; 0 where that is 0. */
typedef qn_broadcast_params qn_mod_i64_params;
void qn_mod_i64(const qn_mod_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Quotient of unsigned 64-bit integers; 0 where the divisor is 0. */
typedef qn_broadcast_params qn_div_u64_params;
void qn_div_u64(const qn_div_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y);

/* Remainder of unsigned 64-bit integers; 0 where the divisor is 0. */
typedef qn_broadcast_params qn_mod_u64_params;
void qn_mod_u64(const qn_mod_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y);

/* Unsigned 64-bit integers shifted left. */
typedef qn_broadcast_params qn_shl_u64_params;
void qn_shl_u64(const qn_shl_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y);

/* Unsigned 64-bit integers shifted right. */
typedef qn_broadcast_params qn_shr_u64_params;
void qn_shr_u64(const qn_shr_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y);

/* Smaller of signed 32-bit integers. */
typedef qn_broadcast_params qn_min_i32_params;
void qn_min_i32(const qn_min_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Larger of signed 32-bit integers. */
typedef qn_broadcast_params qn_max_i32_params;
void qn_max_i32(const qn_max_i32_params *p, const int32_t *a, const int32_t *b, int32_t *y);

/* Whether one signed 32-bit integer is less than another. */
typedef qn_broadcast_params qn_less_i32_params;
void qn_less_i32(const qn_less_i32_params *p, const int32_t *a, const int32_t *b, uint8_t *y);

/* Whether one signed 32-bit integer is at most another. */
typedef qn_broadcast_params qn_less_equal_i32_params;
void qn_less_equal_i32(const qn_less_equal_i32_params *p, const int32_t *a, const int32_t *b, uint8_t *y);

/* Smaller of unsigned 32-bit integers. */
typedef qn_broadcast_params qn_min_u32_params;
void qn_min_u32(const qn_min_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y);

/* Larger of unsigned 32-bit integers. */
typedef qn_broadcast_params qn_max_u32_params;
void qn_max_u32(const qn_max_u32_params *p, const uint32_t *a, const uint32_t *b, uint32_t *y);

/* Whether one unsigned 32-bit integer is less than another. */
typedef qn_broadcast_params qn_less_u32_params;
void qn_less_u32(const qn_less_u32_params *p, const uint32_t *a, const uint32_t *b, uint8_t *y);

/* Whether one unsigned 32-bit integer is at most another. */
typedef qn_broadcast_params qn_less_equal_u32_params;
void qn_less_equal_u32(const qn_less_equal_u32_params *p, const uint32_t *a, const uint32_t *b, uint8_t *y);

/* Smaller of signed 64-bit integers. */
typedef qn_broadcast_params qn_min_i64_params;
void qn_min_i64(const qn_min_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Larger of signed 64-bit integers. */
typedef qn_broadcast_params qn_max_i64_params;
void qn_max_i64(const qn_max_i64_params *p, const int64_t *a, const int64_t *b, int64_t *y);

/* Whether one signed 64-bit integer is less than another. */
typedef qn_broadcast_params qn_less_i64_params;
void qn_less_i64(const qn_less_i64_params *p, const int64_t *a, const int64_t *b, uint8_t *y);

/* Whether one signed 64-bit integer is at most another. */
typedef qn_broadcast_params qn_less_equal_i64_params;
void qn_less_equal_i64(const qn_less_equal_i64_params *p, const int64_t *a, const int64_t *b, uint8_t *y);

/* Smaller of unsigned 64-bit integers. */
typedef qn_broadcast_params qn_min_u64_params;
void qn_min_u64(const qn_min_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y);

/* Larger of unsigned 64-bit integers. */
typedef qn_broadcast_params qn_max_u64_params;
void qn_max_u64(const qn_max_u64_params *p, const uint64_t *a, const uint64_t *b, uint64_t *y);

/* Whether one unsigned 64-bit integer is less than another. */
typedef qn_broadcast_params qn_less_u64_params;
void qn_less_u64(const qn_less_u64_params *p, const uint64_t *a, const uint64_t *b, uint8_t *y);

/* Whether one unsigned 64-bit integer is at most another. */
typedef qn_broadcast_params qn_less_equal_u64_params;
void qn_less_equal_u64(const qn_less_equal_u64_params *p, const uint64_t *a, const uint64_t *b, uint8_t *y);

/* Smaller float; NaN where one is. */
typedef qn_broadcast_params qn_min_f32_params;
void qn_min_f32(const qn_min_f32_params *p, const float *a, const float *b, float *y);

/* Larger float; NaN where one is. */
typedef qn_broadcast_params qn_max_f32_params;
void qn_max_f32(const qn_max_f32_params *p, const float *a, const float *b, float *y);

/* Whether floats are equal; never where one is NaN. */
typedef qn_broadcast_params qn_equal_f32_params;
void qn_equal_f32(const qn_equal_f32_params *p, const float *a, const float *b, uint8_t *y);

/* Whether one float is less than another; never where one is NaN. */
typedef qn_broadcast_params qn_less_f32_params;
void qn_less_f32(const qn_less_f32_params *p, const float *a, const float *b, uint8_t *y);

/* Whether one float is at most another; never where one is NaN. */
typedef qn_broadcast_params qn_less_equal_f32_params;
void qn_less_equal_f32(const qn_less_equal_f32_params *p, const float *a, const float *b, uint8_t *y);

/* Bitwise and of bytes; of bools that are 0 or 1 the logical one. */
typedef qn_broadcast_params qn_and_8_params;
void qn_and_8(const qn_and_8_params *p, const uint8_t *a, const uint8_t *b, uint8_t *y);

/* Bitwise or of bytes; of bools that are 0 or 1 the logical one. */
typedef qn_broadcast_params qn_or_8_params;
void qn_or_8(const qn_or_8_params *p, const uint8_t *a, const uint8_t *b, uint8_t *y);

/* Bitwise exclusive or of bytes; of bools that are 0 or 1 the logical one. */
typedef qn_broadcast_params qn_xor_8_params;
void qn_xor_8(const qn_xor_8_params *p, const uint8_t *a, const uint8_t *b, uint8_t *y);

/* Whether bytes are equal. */
typedef qn_broadcast_params qn_equal_8_params;
void qn_equal_8(const qn_equal_8_params *p, const uint8_t *a, const uint8_t *b, uint8_t *y);

/* Float powers, special cases as in C99. */
typedef qn_broadcast_params qn_pow_f32_params;
void qn_pow_f32(const qn_pow_f32_params *p, const float *a, const float *b, float *y);

/* Remainder of a truncated float quotient, exactly, with the sign of the dividend. */
typedef qn_broadcast_params qn_rem_f32_params;
void qn_rem_f32(const qn_rem_f32_params *p, const float *a, const float *b, float *y);

/* Float a, or a * b where a is below 0. */
typedef qn_broadcast_params qn_prelu_f32_params;
void qn_prelu_f32(const qn_prelu_f32_params *p, const float *a, const float *b, float *y);

/* y = c ? a : b, where c is not 0; elements are moved as they are. In place with a or b. */
typedef struct qn_select_params {
    int32_t d0, d1, d2, d3;
    int32_t c_s0, c_s1, c_s2, c_s3;
    int32_t a_s0, a_s1, a_s2, a_s3;
    int32_t b_s0, b_s1, b_s2, b_s3;
} qn_select_params;

typedef qn_select_params qn_where_8_params;
typedef qn_select_params qn_where_16_params;
typedef qn_select_params qn_where_32_params;
typedef qn_select_params qn_where_64_params;

void qn_where_8(const qn_where_8_params *p, const uint8_t *c, const uint8_t *a, const uint8_t *b, uint8_t *y);
void qn_where_16(const qn_where_16_params *p, const uint8_t *c, const uint16_t *a, const uint16_t *b, uint16_t *y);
void qn_where_32(const qn_where_32_params *p, const uint8_t *c, const float *a, const float *b, float *y);
void qn_where_64(const qn_where_64_params *p, const uint8_t *c, const uint64_t *a, const uint64_t *b, uint64_t *y);

#ifdef __cplusplus
}
#endif

#endif
