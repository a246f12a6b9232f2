/* Folds the middle of [outer][count][inner] in ascending order, beginning with its first element. */
#ifndef QN_INTERNAL_REDUCE_H
#define QN_INTERNAL_REDUCE_H

#include <stdint.h>

#include "float_math.h"
#include "qn_reduce.h"

/* The body of a kernel of p, x and y, on elements of `type`; `step` is an expression of `sum` and `value`. */
#define QN_REDUCE(type, step) \
    const int32_t count = p->count, inner = p->inner;                            \
    int32_t o, i, r;                                                             \
    for (o = p->outer; o > 0; o--, x += count * inner) {                         \
        for (i = 0; i < inner; i++) {                                            \
            const type *from = x + i;                                            \
            type sum = *from;                                                    \
            for (r = count; r > 1; r--) {                                        \
                type value;                                                      \
                from += inner;                                                   \
                value = *from;                                                   \
                sum = (step);                                                    \
            }                                                                    \
            *y++ = sum;                                                          \
        }                                                                        \
    }

/* Integers wrap around. */
static inline int32_t qn_wrapped_sum_32(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline int64_t qn_wrapped_sum_64(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

static inline int32_t qn_wrapped_product_32(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a * (uint32_t)b);
}

static inline int64_t qn_wrapped_product_64(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a * (uint64_t)b);
}

#endif
