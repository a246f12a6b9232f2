/* Running folds along the middle of [outer][count][inner]: from its beginning or its end, with or without the element itself. */
#ifndef QN_INTERNAL_CUMULATE_H
#define QN_INTERNAL_CUMULATE_H

#include "reduce.h"

/* The body of a kernel of p, x and y, on elements of `type`; `step` is an expression of `sum` and `value`, `neutral` what an empty fold is. */
#define QN_CUMULATE(type, step, neutral) \
    const int32_t count = p->count, inner = p->inner;                            \
    const int32_t first = p->reverse != 0 ? (count - 1) * inner : 0;             \
    const int32_t next = p->reverse != 0 ? -inner : inner;                       \
    int32_t o, i, r;                                                             \
    for (o = p->outer; o > 0; o--, x += count * inner, y += count * inner) {     \
        for (i = 0; i < inner; i++) {                                            \
            int32_t at = first + i;                                              \
            type sum = (neutral);                                                \
            for (r = count; r > 0; r--, at += next) {                            \
                const type value = x[at];                                        \
                const type before = sum;                                         \
                sum = (step);                                                    \
                y[at] = p->exclusive != 0 ? before : sum;                        \
            }                                                                    \
        }                                                                        \
    }

#endif
