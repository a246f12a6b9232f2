/* sin, cos and tan without libm, to about 2 ulp for every finite argument: multiples of pi/2 are taken off exactly, in integers. */
#ifndef QN_INTERNAL_FLOAT_TRIGONOMETRY_H
#define QN_INTERNAL_FLOAT_TRIGONOMETRY_H

#include "float_quotient.h"

/* On [-pi/4, pi/4]; minimax with relative errors below 2^-37. */
static inline float qn_sin_reduced(float r)
{
    const float z = qn_rounded(r * r);
    float p = qn_fmaf(2.71827435e-6f, z, -1.98393303e-4f);
    p = qn_fmaf(p, z, 8.33332911e-3f);
    p = qn_fmaf(p, z, -1.66666672e-1f);
    return qn_fmaf(qn_rounded(p * z), r, r);
}

static inline float qn_cos_reduced(float r)
{
    const float z = qn_rounded(r * r);
    float p = qn_fmaf(-2.72098902e-7f, z, 2.47995158e-5f);
    p = qn_fmaf(p, z, -1.38888834e-3f);
    p = qn_fmaf(p, z, 4.16666679e-2f);
    p = qn_fmaf(p, z, -0.5f);
    return qn_fmaf(p, z, 1.0f);
}

/* 32 bits of 2/pi from bit `at` behind the point on; zeros before it. */
static inline uint32_t qn_two_over_pi(int32_t at)
{
    static const uint32_t words[7] = {0xA2F9836Eu, 0x4E441529u, 0xFC2757D1u, 0xF534DDC0u, 0xDB629599u, 0x3C439041u, 0xFE5163ABu};
    const int32_t word = at >> 5, bit = at & 31;
    const uint32_t high = word < 0 ? 0u : words[word];
    const uint32_t low = word < -1 ? 0u : words[word + 1];
    return bit == 0 ? high : (high << bit) | (low >> (32 - bit));
}

/* x - n * pi/2 in [-pi/4, pi/4] for finite x; `quadrant` becomes n modulo 4. */
static inline float qn_reduce(float x, int32_t *quadrant)
{
    const int32_t bits = qn_float_bits(x) & 0x7FFFFFFF;
    const uint32_t mantissa = (uint32_t)((bits & 0x7FFFFF) | 0x800000);
    const int32_t at = (bits >> 23) - 152;
    uint64_t turns;
    int64_t rest;
    float r;
    if (bits < 0x3F490FDB) {
        *quadrant = 0;
        return x;
    }
    /* mantissa * 2^exponent * 2/pi modulo 4, as multiples of 2^-62: higher bits are whole turns. */
    turns = ((uint64_t)mantissa * qn_two_over_pi(at + 64)) >> 32;
    turns += (uint64_t)mantissa * qn_two_over_pi(at + 32);
    turns += (uint64_t)(mantissa * qn_two_over_pi(at)) << 32;
    *quadrant = (int32_t)((turns + ((uint64_t)1 << 61)) >> 62);
    rest = (int64_t)(turns - ((uint64_t)(uint32_t)*quadrant << 62));
    r = qn_rounded((float)rest * 3.40612158e-19f);
    if (x < 0.0f) {
        *quadrant = -*quadrant;
        return -r;
    }
    return r;
}

/* sin of x + quadrants * pi/2; NaN for infinities. */
static inline float qn_sin_quadrant(float x, int32_t quadrants)
{
    int32_t n;
    float r, value;
    if ((qn_float_bits(x) & 0x7FFFFFFF) >= 0x7F800000) {
        return qn_bits_float(0x7FC00000);
    }
    r = qn_reduce(x, &n);
    n += quadrants;
    value = (n & 1) != 0 ? qn_cos_reduced(r) : qn_sin_reduced(r);
    return (n & 2) != 0 ? -value : value;
}

static inline float qn_sinf(float x)
{
    return qn_sin_quadrant(x, 0);
}

static inline float qn_cosf(float x)
{
    return qn_sin_quadrant(x, 1);
}

static inline float qn_tanf(float x)
{
    int32_t n;
    float r;
    if ((qn_float_bits(x) & 0x7FFFFFFF) >= 0x7F800000) {
        return qn_bits_float(0x7FC00000);
    }
    r = qn_reduce(x, &n);
    return (n & 1) != 0 ? -qn_dividef(qn_cos_reduced(r), qn_sin_reduced(r)) : qn_dividef(qn_sin_reduced(r), qn_cos_reduced(r));
}

/* asin(x) for |x| <= 0.5; minimax with relative error below 2^-31. */
static inline float qn_asin_small(float x)
{
    const float z = qn_rounded(x * x);
    float p = qn_fmaf(3.75781581e-2f, z, 1.43938055e-2f);
    p = qn_fmaf(p, z, 3.18198204e-2f);
    p = qn_fmaf(p, z, 4.45154719e-2f);
    p = qn_fmaf(p, z, 7.50051215e-2f);
    p = qn_fmaf(p, z, 1.66666597e-1f);
    return qn_fmaf(qn_rounded(p * z), x, x);
}

#endif
