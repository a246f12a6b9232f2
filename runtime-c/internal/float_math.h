/* Float building blocks that give the same bits everywhere, and the one multiply-add that may be fused.
 * qn_fmaf uses the core's fused instruction where there is one. Where qn_config.h defines QN_EXACT_FLOAT, outputs are the executor's bytes,
 * whatever flags the files are compiled with: every result that a compiler might fuse or compute in vector lanes passes through qn_rounded. */
#ifndef QN_INTERNAL_FLOAT_MATH_H
#define QN_INTERNAL_FLOAT_MATH_H

#include <stdint.h>

#include "memory.h"
#include "qn_config.h"

#if defined(QN_EXACT_FLOAT)
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__)
#error "exact float results need a build without -ffast-math"
#endif
#if defined(__FLT_EVAL_METHOD__) && (__FLT_EVAL_METHOD__ == 1 || __FLT_EVAL_METHOD__ == 2)
#error "exact float results need a processor that rounds float to float (on x86: -msse2 -mfpmath=sse)"
#endif
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

/* The kind of register a float lives in, for an empty assembly statement. */
#if defined(__aarch64__)
#define QN_FLOAT_REGISTER "w"
#elif defined(__ARM_FP)
#define QN_FLOAT_REGISTER "t"
#elif defined(__SSE__)
#define QN_FLOAT_REGISTER "x"
#elif defined(__riscv_flen)
#define QN_FLOAT_REGISTER "f"
#else
#define QN_FLOAT_REGISTER "r"
#endif

/* The same value. With QN_EXACT_FLOAT a compiler knows no more than that it is a float: nothing is fused across it, and no loop or group of
 * operations that holds it becomes vector code (the vector units of Armv7-A and MVE flush subnormals to zero). */
static inline float qn_rounded(float value)
{
#if !defined(QN_EXACT_FLOAT)
    return value;
#elif defined(__GNUC__) || defined(__clang__)
    __asm__("" : "+" QN_FLOAT_REGISTER(value));
    return value;
#else
    volatile float kept = value;
    return kept;
#endif
}

/* a * b + c. */
static inline float qn_fmaf(float a, float b, float c)
{
#if defined(QN_FUSED_MULTIPLY_ADD)
    return QN_FUSED_MULTIPLY_ADD(a, b, c);
#else
    const float product = qn_rounded(a * b);
    return qn_rounded(product + c);
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
    const float rounded = qn_rounded(value);
    const float low = rounded < min ? min : rounded;
    return qn_rounded(max < low ? max : low);
}

/* Keeps `max` where value is NaN. */
static inline float qn_largerf(float value, float max)
{
    return qn_rounded(value > max ? value : max);
}

/* Floats in the order of integers, zeros equal. Comparisons by their bits are the same everywhere: libraries for cores without a floating-point unit
 * and vector units do not agree about NaN and subnormal numbers. */
static inline int32_t qn_order(float value)
{
    const int32_t bits = qn_float_bits(qn_rounded(value));
    return bits < 0 ? -(bits & 0x7FFFFFFF) : bits;
}

/* What qn_order gives beyond infinity. */
static inline int32_t qn_is_beyond(int32_t order)
{
    return order > 0x7F800000 || order < -0x7F800000;
}

static inline uint8_t qn_equalf(float a, float b)
{
    const int32_t first = qn_order(a), second = qn_order(b);
    return first == second && !qn_is_beyond(first);
}

static inline uint8_t qn_lessf(float a, float b)
{
    const int32_t first = qn_order(a), second = qn_order(b);
    return first < second && first >= -0x7F800000 && second <= 0x7F800000;
}

static inline uint8_t qn_less_equalf(float a, float b)
{
    const int32_t first = qn_order(a), second = qn_order(b);
    return first <= second && first >= -0x7F800000 && second <= 0x7F800000;
}

/* NaN where an operand is; -0 counts as less than 0. */
static inline float qn_minf(float a, float b)
{
    const int32_t first = qn_order(a), second = qn_order(b);
    const int32_t takes_second = second < first || (second == first && qn_float_bits(b) < 0);
    return qn_is_beyond(first) || (!takes_second && !qn_is_beyond(second)) ? a : b;
}

static inline float qn_maxf(float a, float b)
{
    const int32_t first = qn_order(a), second = qn_order(b);
    const int32_t takes_second = first < second || (second == first && qn_float_bits(b) >= 0);
    return qn_is_beyond(first) || (!takes_second && !qn_is_beyond(second)) ? a : b;
}

/* 1 or -1; zeros and NaN stay. */
static inline float qn_signf(float value)
{
    const int32_t order = qn_order(value);
    return order == 0 || qn_is_beyond(order) ? value : order > 0 ? 1.0f : -1.0f;
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
    const float value = qn_rounded(real * q->inverse_scale);
    const float number = value == value ? value : 0.0f;
    return (int8_t)(qn_round_even(qn_clampf(number, q->min, q->max)) + q->zero_point);
}

#endif
