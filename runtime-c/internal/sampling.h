/* Float positions between pixels. Every position is bounded before it becomes an integer, so that no input leads outside a buffer. */
#ifndef QN_INTERNAL_SAMPLING_H
#define QN_INTERNAL_SAMPLING_H

#include "float_math.h"

/* Positions further out than this are as good as outside. */
#define QN_FARTHEST 1048576.0f

/* NaN becomes 0. */
static inline float qn_bounded_position(float x)
{
    const float number = qn_is_nan(x) ? 0.0f : x;
    const float low = number < -QN_FARTHEST ? -QN_FARTHEST : number;
    return low > QN_FARTHEST ? QN_FARTHEST : low;
}

/* Of |x| < 2^31. */
static inline int32_t qn_floor_to_int(float x)
{
    const int32_t whole = (int32_t)x;
    return (float)whole > x ? whole - 1 : whole;
}

static inline int32_t qn_ceil_to_int(float x)
{
    const int32_t whole = (int32_t)x;
    return (float)whole < x ? whole + 1 : whole;
}

static inline int32_t qn_index_within(int32_t index, int32_t size)
{
    const int32_t low = index < 0 ? 0 : index;
    return low < size ? low : size - 1;
}

#endif
