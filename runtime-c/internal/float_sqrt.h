/* Square roots, correctly rounded: by the processor where it has an instruction for them, elsewhere digit by digit. No library is called. */
#ifndef QN_INTERNAL_FLOAT_SQRT_H
#define QN_INTERNAL_FLOAT_SQRT_H

#include "float_math.h"

/* 25 digits of the mantissa's root, of which the last says how to round: what is left is never half a step. */
static inline float qn_sqrt_by_digits(float x)
{
    int32_t bits = qn_float_bits(x);
    int32_t exponent = bits >> 23;
    uint32_t rest, bit, root = 0;
    if ((bits & 0x7FFFFFFF) == 0 || bits == 0x7F800000 || qn_is_nan(x)) {
        return x;
    }
    if (bits < 0) {
        return qn_bits_float(0x7FC00000);
    }
    bits &= 0x7FFFFF;
    if (exponent == 0) {
        for (exponent = 1; bits < 1 << 23; exponent--) {
            bits *= 2;
        }
    }
    rest = (uint32_t)(bits | 1 << 23) * ((exponent & 1) != 0 ? 2u : 4u);
    /* `root` is twice the digits found; a digit is set where ((root + 2 * bit) / 2)^2 is not above the number. */
    for (bit = 1u << 24; bit != 0; bit >>= 1) {
        if (root + bit <= rest) {
            rest -= root + bit;
            root += 2 * bit;
        }
        rest *= 2;
    }
    root >>= 1;
    root += root & 1u;
    return qn_bits_float((int32_t)(root >> 1) + ((exponent + 125) >> 1) * (1 << 23));
}

#if defined(__GNUC__) && (defined(__aarch64__) || (defined(__ARM_FP) && (__ARM_FP & 4)) || defined(__SSE__))
static inline float qn_sqrtf(float x)
{
    float root;
#if defined(__aarch64__)
    __asm__("fsqrt %s0, %s1" : "=w"(root) : "w"(x));
#elif defined(__ARM_FP)
    __asm__("vsqrt.f32 %0, %1" : "=t"(root) : "t"(x));
#else
    __asm__("sqrtss %1, %0" : "=x"(root) : "x"(x));
#endif
    return root;
}
#elif defined(__wasm__)
static inline float qn_sqrtf(float x)
{
    return __builtin_elementwise_sqrt(x);
}
#else
static inline float qn_sqrtf(float x)
{
    return qn_sqrt_by_digits(x);
}
#endif

#endif
