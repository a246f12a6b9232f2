/* Float building blocks that give the same bits everywhere, and the one multiply-add that may be fused.
 * qn_fmaf uses the core's fused instruction where there is one; -DQN_EXACT_FLOAT forbids it, so that outputs equal the executor's. */
#ifndef QN_INTERNAL_FLOAT_MATH_H
#define QN_INTERNAL_FLOAT_MATH_H

#include <stdint.h>

#include "memory.h"

#if defined(QN_EXACT_FLOAT) && defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(QN_EXACT_FLOAT) && defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif

/* Fused only where that is one instruction. Clang's __builtin_fmaf may become a library call (it could set errno); its elementwise
 * form may not. */
#if !defined(QN_EXACT_FLOAT) && (defined(__FP_FAST_FMAF) || defined(__ARM_FEATURE_FMA))
#if !defined(__clang__)
#define QN_FUSED_MULTIPLY_ADD __builtin_fmaf
#elif __has_builtin(__builtin_elementwise_fma)
#define QN_FUSED_MULTIPLY_ADD __builtin_elementwise_fma
#endif
#endif

/* a * b + c. */
static inline float qn_fmaf(float a, float b, float c)
{
#if defined(QN_FUSED_MULTIPLY_ADD)
    return QN_FUSED_MULTIPLY_ADD(a, b, c);
#else
    const float product = a * b;
    return product + c;
#endif
}

static inline int32_t qn_float_bits(float value)
{
    int32_t bits;
    QN_MEMCPY(&bits, &value, sizeof bits);
    return bits;
}

static inline float qn_bits_float(int32_t bits)
{
    float value;
    QN_MEMCPY(&value, &bits, sizeof value);
    return value;
}

/* By its bits: clang 21 vectorizes `value != value` wrongly for MVE. */
static inline int qn_is_nan(float value)
{
    return (qn_float_bits(value) & 0x7FFFFFFF) > 0x7F800000;
}

/* NaN stays NaN. */
static inline float qn_clampf(float value, float min, float max)
{
    const float low = value < min ? min : value;
    return max < low ? max : low;
}

/* Nearest integer, halves to even, of |value| < 2^22: the low mantissa bits of value + 1.5 * 2^23. */
static inline int32_t qn_round_even(float value)
{
    return qn_float_bits(value + 12582912.0f) - 0x4B400000;
}

/* Float to int8: one multiplication, clamped before rounding, so that the rounding trick's range is never left; NaN gives the zero point. */
typedef struct qn_quantizer {
    float inverse_scale;
    float min;
    float max;
    int32_t zero_point;
} qn_quantizer;

static inline qn_quantizer qn_quantizer_of(float inverse_scale, int32_t zero_point)
{
    qn_quantizer q;
    q.inverse_scale = inverse_scale;
    q.min = (float)(-128 - zero_point);
    q.max = (float)(127 - zero_point);
    q.zero_point = zero_point;
    return q;
}

static inline int8_t qn_quantize(float real, const qn_quantizer *q)
{
    const float value = real * q->inverse_scale;
    const float number = value == value ? value : 0.0f;
    return (int8_t)(qn_round_even(qn_clampf(number, q->min, q->max)) + q->zero_point);
}

#endif
