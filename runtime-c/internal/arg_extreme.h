/* Index of the largest or least element along the middle of [outer][count][inner]. */
#ifndef QN_INTERNAL_ARG_EXTREME_H
#define QN_INTERNAL_ARG_EXTREME_H

#include <stdint.h>

#include "qn_reduce.h"

/* The body of a kernel of p, x and y, on elements of `type`. Of equal elements the first is taken, or the last where p->last says so. */
#define QN_ARG_EXTREME(type) \
    const int32_t count = p->count, inner = p->inner;                            \
    int32_t o, i, r;                                                             \
    for (o = p->outer; o > 0; o--, x += count * inner) {                         \
        for (i = 0; i < inner; i++) {                                            \
            type best = x[i];                                                    \
            int32_t at = 0;                                                      \
            for (r = 1; r < count; r++) {                                        \
                const type value = x[r * inner + i];                             \
                const int better = p->minimum != 0 ? value < best : value > best; \
                const int equal = !(value < best) && !(value > best);            \
                if (better || (equal && p->last != 0)) {                         \
                    best = value;                                                \
                    at = r;                                                      \
                }                                                                \
            }                                                                    \
            *y++ = at;                                                           \
        }                                                                        \
    }

#endif
