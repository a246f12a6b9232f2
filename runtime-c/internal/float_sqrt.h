/* Square roots, correctly rounded: by the processor where it has an instruction for them, elsewhere digit by digit. No library is called. */
#ifndef QN_INTERNAL_FLOAT_SQRT_H
#define QN_INTERNAL_FLOAT_SQRT_H

#include "float_math.h"

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
/* The mantissa's root has 24 bits; the rest says how to round, and is never half a step. */
static inline float qn_sqrtf(float x)
{
    int32_t bits = qn_float_bits(x);
    int32_t exponent = bits >> 23, bit;
    uint32_t rest, root = 0;
    if (x == 0.0f || bits == 0x7F800000 || qn_is_nan(x)) {
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
    rest = (uint32_t)(bits | 1 << 23);
    if ((exponent & 1) == 0) {
        rest *= 2;
    }
    /* (root + bit)^2 - root^2 against what is left, all scaled by 2^24 as the loop goes. */
    for (bit = 1 << 24; bit != 0; bit >>= 1) {
        const uint32_t trial = root + (uint32_t)bit;
        if (trial <= rest) {
            rest -= trial;
            root += 2 * (uint32_t)bit;
        }
        rest *= 2;
    }
    root += root & 1u;
    return qn_bits_float((int32_t)(root >> 1) + (((exponent + 125) >> 1) << 23));
}
#endif

#endif
