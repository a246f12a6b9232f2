/* From a 32-bit accumulator to int8: the one rounding rule of all kernels and targets.
 * Twin of src/numeric/fixed-point.ts, compared bit for bit by a test. Never overflows where |acc| << pre_shift < 2^31 and 1 <= shift <= 22. */
#ifndef QN_INTERNAL_REQUANTIZE_H
#define QN_INTERNAL_REQUANTIZE_H

#include <stdint.h>

/* The part of the requantization that is the same for a whole call. */
typedef struct qn_output_s8 {
    int32_t pre_shift;
    int32_t zero_point;
    int32_t min;
    int32_t max;
} qn_output_s8;

static inline int32_t qn_clamp_s32(int32_t value, int32_t min, int32_t max)
{
    const int32_t low = value < min ? min : value;
    return low > max ? max : low;
}

/* value << count for negative values too. */
static inline int32_t qn_shift_left(int32_t value, int32_t count)
{
    return (int32_t)((uint32_t)value << count);
}

/* floor(a * b / 2^32). */
static inline int32_t qn_mul_high(int32_t a, int32_t b)
{
    return (int32_t)(((int64_t)a * b) >> 32);
}

/* (zero_point << shift) + (1 << (shift - 1)): zero point and rounding in one addend. */
static inline int32_t qn_rounding_offset(int32_t zero_point, int32_t shift)
{
    return qn_shift_left(2 * zero_point + 1, shift - 1);
}

static inline int8_t qn_requantize(int32_t acc, int32_t multiplier, int32_t shift, const qn_output_s8 *out)
{
    const int32_t scaled = qn_mul_high(qn_shift_left(acc, out->pre_shift), multiplier);
    return (int8_t)qn_clamp_s32((scaled + qn_rounding_offset(out->zero_point, shift)) >> shift, out->min, out->max);
}

/* As qn_output_s8 where an int8 residual is added before the one rounding. */
typedef struct qn_output_sum_s8 {
    int32_t pre_shift;
    /* Below 2^15. */
    int32_t residual_multiplier;
    /* (zero_point << shift) + (1 << (shift - 1)) - residual's zero point * residual_multiplier. */
    int32_t offset;
    int32_t shift;
    int32_t min;
    int32_t max;
} qn_output_sum_s8;

static inline int8_t qn_requantize_sum(int32_t acc, int32_t multiplier, int32_t residual, const qn_output_sum_s8 *out)
{
    const int32_t scaled = qn_mul_high(qn_shift_left(acc, out->pre_shift), multiplier);
    return (int8_t)qn_clamp_s32((scaled + residual * out->residual_multiplier + out->offset) >> out->shift, out->min, out->max);
}

#endif
