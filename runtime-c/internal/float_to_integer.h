/* Floats to integers, truncated: what lies outside the range becomes its end, NaN 0; C leaves both undefined. */
#ifndef QN_INTERNAL_FLOAT_TO_INTEGER_H
#define QN_INTERNAL_FLOAT_TO_INTEGER_H

#include "float_math.h"

#define QN_FLOAT_TO_SIGNED(bits, bound)                                           \
    static inline int##bits##_t qn_float_to_i##bits(float value)                  \
    {                                                                             \
        const float x = qn_is_beyond(qn_order(value)) ? 0.0f : qn_rounded(value);  \
        if (x >= -(bound) && x < (bound)) {                                       \
            return (int##bits##_t)x;                                              \
        }                                                                         \
        return x < 0.0f ? INT##bits##_MIN : INT##bits##_MAX;                     \
    }

#define QN_FLOAT_TO_UNSIGNED(bits, bound)                                         \
    static inline uint##bits##_t qn_float_to_u##bits(float value)                 \
    {                                                                             \
        const float x = qn_is_beyond(qn_order(value)) ? 0.0f : qn_rounded(value);  \
        if (x > -1.0f && x < (bound)) {                                           \
            return (uint##bits##_t)x;                                             \
        }                                                                         \
        return x >= (bound) ? UINT##bits##_MAX : 0;                               \
    }

QN_FLOAT_TO_SIGNED(32, 2147483648.0f)
QN_FLOAT_TO_SIGNED(64, 9223372036854775808.0f)
QN_FLOAT_TO_UNSIGNED(32, 4294967296.0f)
QN_FLOAT_TO_UNSIGNED(64, 18446744073709551616.0f)

#endif
