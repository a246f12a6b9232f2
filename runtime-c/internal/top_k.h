/* The k largest or least elements along the middle of [outer][count][inner]: k passes, each of which takes the next in order, so that
 * nothing but the output is written. */
#ifndef QN_INTERNAL_TOP_K_H
#define QN_INTERNAL_TOP_K_H

#include <stdint.h>

#include "qn_reduce.h"

/* Whether (a, i) comes before (b, j): by value, then by index. */
#define QN_TOP_K_BEFORE(a, i, b, j) ((p->minimum != 0 ? (a) < (b) : (a) > (b)) || (!((a) < (b)) && !((a) > (b)) && (i) < (j)))

/* The body of a kernel of p, x, y and indices, on elements of `type`. */
#define QN_TOP_K(type) \
    const int32_t count = p->count, inner = p->inner;                            \
    int32_t o, i, j, r;                                                          \
    for (o = 0; o < p->outer; o++) {                                             \
        for (i = 0; i < inner; i++) {                                            \
            const type *from = x + o * count * inner + i;                        \
            const int32_t to = o * p->k * inner + i;                             \
            int32_t last = -1;                                                   \
            for (j = 0; j < p->k; j++) {                                         \
                int32_t best = -1;                                               \
                for (r = 0; r < count; r++) {                                    \
                    const type value = from[r * inner];                          \
                    const int after = last < 0 || QN_TOP_K_BEFORE(from[last * inner], last, value, r); \
                    if (after && (best < 0 || QN_TOP_K_BEFORE(value, r, from[best * inner], best))) { \
                        best = r;                                                \
                    }                                                            \
                }                                                                \
                last = best < 0 ? last : best;                                   \
                y[to + j * inner] = from[(last < 0 ? 0 : last) * inner];         \
                indices[to + j * inner] = last < 0 ? 0 : last;                   \
            }                                                                    \
        }                                                                        \
    }

#endif
