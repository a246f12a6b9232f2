/* Quotients, remainders and powers of signed integers without undefined behaviour: a divisor of 0 gives 0, overflow wraps. */
#ifndef QN_INTERNAL_INTEGER_MATH_H
#define QN_INTERNAL_INTEGER_MATH_H

#include <stdint.h>

/* A division by -1 is a change of sign: the one quotient that overflows is then the dividend itself. */
#define QN_INTEGER_MATH(bits)                                                                    \
    static inline int##bits##_t qn_quotient_i##bits(int##bits##_t a, int##bits##_t b)                 \
    {                                                                                            \
        return b == 0 ? 0 : b == -1 ? (int##bits##_t)(0u - (uint##bits##_t)a) : a / b;           \
    }                                                                                            \
                                                                                                 \
    static inline int##bits##_t qn_remainder_i##bits(int##bits##_t a, int##bits##_t b)                 \
    {                                                                                            \
        return b == 0 || b == -1 ? 0 : a % b;                                                    \
    }                                                                                            \
                                                                                                 \
    static inline int##bits##_t qn_modulo_i##bits(int##bits##_t a, int##bits##_t b)                 \
    {                                                                                            \
        const int##bits##_t rest = qn_remainder_i##bits(a, b);                                         \
        return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;                             \
    }                                                                                            \
                                                                                                 \
    static inline int##bits##_t qn_power_i##bits(int##bits##_t a, int##bits##_t b)                 \
    {                                                                                            \
        uint##bits##_t square = (uint##bits##_t)a, result = 1;                                   \
        uint##bits##_t left = (uint##bits##_t)b;                                                 \
        if (b < 0) {                                                                             \
            return a == 1 ? 1 : a != -1 ? 0 : (b & 1) != 0 ? -1 : 1;                             \
        }                                                                                        \
        for (; left != 0; left >>= 1) {                                                          \
            if ((left & 1) != 0) {                                                               \
                result *= square;                                                                \
            }                                                                                    \
            square *= square;                                                                    \
        }                                                                                        \
        return (int##bits##_t)result;                                                            \
    }

QN_INTEGER_MATH(32)
QN_INTEGER_MATH(64)

#endif
