/* The remainder of a truncated quotient, exactly, by long division; as C's fmod. */
#ifndef QN_INTERNAL_FLOAT_REMAINDER_H
#define QN_INTERNAL_FLOAT_REMAINDER_H

#include "codegen.h"
#include "float_quotient.h"

/* The sign is that of a; NaN where b is 0 or a infinite. */
QN_BLOCK float qn_remainderf(float a, float b)
{
    const int32_t a_bits = qn_float_bits(a) & 0x7FFFFFFF, b_bits = qn_float_bits(b) & 0x7FFFFFFF;
    int32_t exponent, b_exponent, rest, divisor;
    if (a_bits >= 0x7F800000 || b_bits > 0x7F800000 || b_bits == 0) {
        return qn_bits_float(0x7FC00000);
    }
    if (a_bits < b_bits) {
        return a;
    }
    rest = qn_normal_mantissa(a, &exponent);
    divisor = qn_normal_mantissa(b, &b_exponent);
    for (;; exponent--) {
        if (rest >= divisor) {
            rest -= divisor;
        }
        if (exponent == b_exponent) {
            break;
        }
        rest *= 2;
    }
    if (rest != 0) {
        while (rest < 1 << 23 && exponent > 1) {
            rest *= 2;
            exponent--;
        }
    }
    if (exponent < 1) {
        /* Divisors that are subnormal: the remainder is a multiple of the same step. */
        rest >>= 1 - exponent;
        exponent = 1;
    }
    rest = rest >= 1 << 23 ? (rest & 0x7FFFFF) | exponent * (1 << 23) : rest;
    return qn_bits_float(qn_float_bits(a) < 0 ? (int32_t)((uint32_t)rest | 0x80000000u) : rest);
}

#endif
