/* The loops of element-wise kernels; a kernel file gives types and an expression and gets a function that walks broadcast operands (qn_broadcast.h).
 * In expressions a, b and x are elements, q the call's params. Elements are written in ascending order, each after its operands were read. */
#ifndef QN_INTERNAL_ELEMENTWISE_H
#define QN_INTERNAL_ELEMENTWISE_H

#include <stdint.h>

#include "codegen.h"

/* qn_NAME_loop(p, a, b, y): y = result. Along the innermost dimension both operands move, or one of them stands. */
#define QN_BINARY(name, in, out, result)                                                           \
    QN_INLINE void qn_##name##_row(qn_##name##_params q, const in *u, const in *v, out *y)         \
    {                                                                                              \
        int32_t i;                                                                                 \
        if (q.a_s3 == q.b_s3) {                                                                    \
            for (i = 0; i < q.d3; i++) {                                                           \
                const in a = u[i], b = v[i];                                                       \
                y[i] = result;                                                                     \
            }                                                                                      \
        } else if (q.a_s3 != 0) {                                                                  \
            const in b = v[0];                                                                     \
            for (i = 0; i < q.d3; i++) {                                                           \
                const in a = u[i];                                                                 \
                y[i] = result;                                                                     \
            }                                                                                      \
        } else {                                                                                   \
            const in a = u[0];                                                                     \
            for (i = 0; i < q.d3; i++) {                                                           \
                const in b = v[i];                                                                 \
                y[i] = result;                                                                     \
            }                                                                                      \
        }                                                                                          \
    }                                                                                              \
                                                                                                   \
    QN_INLINE void qn_##name##_loop(const qn_##name##_params *p, const in *a, const in *b, out *y) \
    {                                                                                              \
        const qn_##name##_params q = *p;                                                           \
        int32_t i, j, k;                                                                           \
        for (i = 0; i < q.d0; i++) {                                                               \
            for (j = 0; j < q.d1; j++) {                                                           \
                const in *u = a + i * q.a_s0 + j * q.a_s1;                                         \
                const in *v = b + i * q.b_s0 + j * q.b_s1;                                         \
                for (k = 0; k < q.d2; k++) {                                                       \
                    qn_##name##_row(q, u, v, y);                                                   \
                    u += q.a_s2;                                                                   \
                    v += q.b_s2;                                                                   \
                    y += q.d3;                                                                     \
                }                                                                                  \
            }                                                                                      \
        }                                                                                          \
    }

/* qn_NAME_loop(p, c, a, b, y): y = c ? a : b. */
#define QN_SELECT(name, type)                                                                                             \
    QN_INLINE void qn_##name##_row(qn_##name##_params q, const uint8_t *c, const type *a, const type *b, type *y)         \
    {                                                                                                                     \
        int32_t i;                                                                                                        \
        for (i = 0; i < q.d3; i++) {                                                                                      \
            y[i] = *c != 0 ? *a : *b;                                                                                     \
            c += q.c_s3;                                                                                                  \
            a += q.a_s3;                                                                                                  \
            b += q.b_s3;                                                                                                  \
        }                                                                                                                 \
    }                                                                                                                     \
                                                                                                                          \
    QN_INLINE void qn_##name##_loop(const qn_##name##_params *p, const uint8_t *c, const type *a, const type *b, type *y) \
    {                                                                                                                     \
        const qn_##name##_params q = *p;                                                                                  \
        int32_t i, j, k;                                                                                                  \
        for (i = 0; i < q.d0; i++) {                                                                                      \
            for (j = 0; j < q.d1; j++) {                                                                                  \
                const uint8_t *t = c + i * q.c_s0 + j * q.c_s1;                                                           \
                const type *u = a + i * q.a_s0 + j * q.a_s1;                                                              \
                const type *v = b + i * q.b_s0 + j * q.b_s1;                                                              \
                for (k = 0; k < q.d2; k++) {                                                                              \
                    qn_##name##_row(q, t, u, v, y);                                                                       \
                    t += q.c_s2;                                                                                          \
                    u += q.a_s2;                                                                                          \
                    v += q.b_s2;                                                                                          \
                    y += q.d3;                                                                                            \
                }                                                                                                         \
            }                                                                                                             \
        }                                                                                                                 \
    }

/* qn_NAME_loop(p, x, y): y = result. */
#define QN_UNARY(name, in, out, result)                                                  \
    QN_INLINE void qn_##name##_loop(const qn_##name##_params *p, const in *from, out *y) \
    {                                                                                    \
        const qn_##name##_params q = *p;                                                 \
        int32_t i;                                                                       \
        for (i = 0; i < q.count; i++) {                                                  \
            const in x = from[i];                                                        \
            y[i] = result;                                                               \
        }                                                                                \
    }

#endif
