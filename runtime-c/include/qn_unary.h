/* One operand, element by element: signs, logic, and conversions between element types. In place where an element of y is no larger than a byte or as
 * large as one of x. */
#ifndef QN_UNARY_H
#define QN_UNARY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qn_unary_params {
    int32_t count;
} qn_unary_params;

/* Floats with the other sign. */
typedef qn_unary_params qn_neg_f32_params;
void qn_neg_f32(const qn_neg_f32_params *p, const float *x, float *y);

/* Magnitudes of floats. */
typedef qn_unary_params qn_abs_f32_params;
void qn_abs_f32(const qn_abs_f32_params *p, const float *x, float *y);

/* Signs of floats: 1, -1; zeros and NaN stay. */
typedef qn_unary_params qn_sign_f32_params;
void qn_sign_f32(const qn_sign_f32_params *p, const float *x, float *y);

/* 32-bit integers with the other sign, modulo 2^32. */
typedef qn_unary_params qn_neg_i32_params;
void qn_neg_i32(const qn_neg_i32_params *p, const int32_t *x, int32_t *y);

/* Magnitudes of 32-bit integers, modulo 2^32. */
typedef qn_unary_params qn_abs_i32_params;
void qn_abs_i32(const qn_abs_i32_params *p, const int32_t *x, int32_t *y);

/* Signs of 32-bit integers: 1, 0, -1. */
typedef qn_unary_params qn_sign_i32_params;
void qn_sign_i32(const qn_sign_i32_params *p, const int32_t *x, int32_t *y);

/* 64-bit integers with the other sign, modulo 2^64. */
typedef qn_unary_params qn_neg_i64_params;
void qn_neg_i64(const qn_neg_i64_params *p, const int64_t *x, int64_t *y);

/* Magnitudes of 64-bit integers, modulo 2^64. */
typedef qn_unary_params qn_abs_i64_params;
void qn_abs_i64(const qn_abs_i64_params *p, const int64_t *x, int64_t *y);

/* Signs of 64-bit integers: 1, 0, -1. */
typedef qn_unary_params qn_sign_i64_params;
void qn_sign_i64(const qn_sign_i64_params *p, const int64_t *x, int64_t *y);

/* Logical not of bools: 1 where a byte is 0. */
typedef qn_unary_params qn_not_8_params;
void qn_not_8(const qn_not_8_params *p, const uint8_t *x, uint8_t *y);

/* Floats to the nearest number of half precision, halves to even; beyond its range infinity. */
typedef qn_unary_params qn_round_to_f16_params;
void qn_round_to_f16(const qn_round_to_f16_params *p, const float *x, float *y);

/* Floats to the nearest bfloat16, halves to even. */
typedef qn_unary_params qn_round_to_bf16_params;
void qn_round_to_bf16(const qn_round_to_bf16_params *p, const float *x, float *y);

/* Signed 8-bit integers to 32 bits. */
typedef qn_unary_params qn_cast_i8_i32_params;
void qn_cast_i8_i32(const qn_cast_i8_i32_params *p, const int8_t *x, int32_t *y);

/* Signed 8-bit integers to float. */
typedef qn_unary_params qn_cast_i8_f32_params;
void qn_cast_i8_f32(const qn_cast_i8_f32_params *p, const int8_t *x, float *y);

/* Unsigned 8-bit integers to 32 bits. */
typedef qn_unary_params qn_cast_u8_i32_params;
void qn_cast_u8_i32(const qn_cast_u8_i32_params *p, const uint8_t *x, int32_t *y);

/* Float to the nearest 32-bit integer, halves to even, saturated; NaN gives 0. */
typedef qn_unary_params qn_round_f32_i32_params;
void qn_round_f32_i32(const qn_round_f32_i32_params *p, const float *x, int32_t *y);

/* Unsigned 8-bit integers to float. */
typedef qn_unary_params qn_cast_u8_f32_params;
void qn_cast_u8_f32(const qn_cast_u8_f32_params *p, const uint8_t *x, float *y);

/* Signed 16-bit integers to 32 bits. */
typedef qn_unary_params qn_cast_i16_i32_params;
void qn_cast_i16_i32(const qn_cast_i16_i32_params *p, const int16_t *x, int32_t *y);

/* Signed 16-bit integers to float. */
typedef qn_unary_params qn_cast_i16_f32_params;
void qn_cast_i16_f32(const qn_cast_i16_f32_params *p, const int16_t *x, float *y);

/* Unsigned 16-bit integers to 32 bits. */
typedef qn_unary_params qn_cast_u16_i32_params;
void qn_cast_u16_i32(const qn_cast_u16_i32_params *p, const uint16_t *x, int32_t *y);

/* Unsigned 16-bit integers to float. */
typedef qn_unary_params qn_cast_u16_f32_params;
void qn_cast_u16_f32(const qn_cast_u16_f32_params *p, const uint16_t *x, float *y);

/* 32-bit integers to 8 bits, modulo 2^8: signed and unsigned. */
typedef qn_unary_params qn_cast_i32_i8_params;
void qn_cast_i32_i8(const qn_cast_i32_i8_params *p, const int32_t *x, int8_t *y);

/* 32-bit integers to 16 bits, modulo 2^16: signed and unsigned. */
typedef qn_unary_params qn_cast_i32_i16_params;
void qn_cast_i32_i16(const qn_cast_i32_i16_params *p, const int32_t *x, int16_t *y);

/* Signed 32-bit integers to 64 bits. */
typedef qn_unary_params qn_cast_i32_i64_params;
void qn_cast_i32_i64(const qn_cast_i32_i64_params *p, const int32_t *x, int64_t *y);

/* Unsigned 32-bit integers to 64 bits. */
typedef qn_unary_params qn_cast_u32_i64_params;
void qn_cast_u32_i64(const qn_cast_u32_i64_params *p, const uint32_t *x, int64_t *y);

/* 64-bit integers to 32 bits, modulo 2^32: signed and unsigned. */
typedef qn_unary_params qn_cast_i64_i32_params;
void qn_cast_i64_i32(const qn_cast_i64_i32_params *p, const int64_t *x, int32_t *y);

/* Signed 32-bit integers to the nearest float. */
typedef qn_unary_params qn_cast_i32_f32_params;
void qn_cast_i32_f32(const qn_cast_i32_f32_params *p, const int32_t *x, float *y);

/* Floats to signed 32-bit integers: truncated, limited to the range; NaN gives 0. */
typedef qn_unary_params qn_cast_f32_i32_params;
void qn_cast_f32_i32(const qn_cast_f32_i32_params *p, const float *x, int32_t *y);

/* Unsigned 32-bit integers to the nearest float. */
typedef qn_unary_params qn_cast_u32_f32_params;
void qn_cast_u32_f32(const qn_cast_u32_f32_params *p, const uint32_t *x, float *y);

/* Floats to unsigned 32-bit integers: truncated, limited to the range; NaN gives 0. */
typedef qn_unary_params qn_cast_f32_u32_params;
void qn_cast_f32_u32(const qn_cast_f32_u32_params *p, const float *x, uint32_t *y);

/* Signed 64-bit integers to the nearest float. */
typedef qn_unary_params qn_cast_i64_f32_params;
void qn_cast_i64_f32(const qn_cast_i64_f32_params *p, const int64_t *x, float *y);

/* Floats to signed 64-bit integers: truncated, limited to the range; NaN gives 0. */
typedef qn_unary_params qn_cast_f32_i64_params;
void qn_cast_f32_i64(const qn_cast_f32_i64_params *p, const float *x, int64_t *y);

/* Unsigned 64-bit integers to the nearest float. */
typedef qn_unary_params qn_cast_u64_f32_params;
void qn_cast_u64_f32(const qn_cast_u64_f32_params *p, const uint64_t *x, float *y);

/* Floats to unsigned 64-bit integers: truncated, limited to the range; NaN gives 0. */
typedef qn_unary_params qn_cast_f32_u64_params;
void qn_cast_f32_u64(const qn_cast_f32_u64_params *p, const float *x, uint64_t *y);

/* Bytes to bool: whether they are not 0. */
typedef qn_unary_params qn_cast_u8_bool_params;
void qn_cast_u8_bool(const qn_cast_u8_bool_params *p, const uint8_t *x, uint8_t *y);

/* 32-bit integers to bool: whether they are not 0. */
typedef qn_unary_params qn_cast_i32_bool_params;
void qn_cast_i32_bool(const qn_cast_i32_bool_params *p, const int32_t *x, uint8_t *y);

/* 64-bit integers to bool: whether they are not 0. */
typedef qn_unary_params qn_cast_i64_bool_params;
void qn_cast_i64_bool(const qn_cast_i64_bool_params *p, const int64_t *x, uint8_t *y);

/* Floats to bool: whether they are not 0; NaN is not. */
typedef qn_unary_params qn_cast_f32_bool_params;
void qn_cast_f32_bool(const qn_cast_f32_bool_params *p, const float *x, uint8_t *y);

#ifdef __cplusplus
}
#endif

#endif
