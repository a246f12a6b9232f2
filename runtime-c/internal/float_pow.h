/* Powers of floats without libm, to 1 ulp: the logarithm is taken and the exponent applied in integers of 64 bits, so that no precision is lost to
 * large exponents. Special cases are those of C99. */
#ifndef QN_INTERNAL_FLOAT_POW_H
#define QN_INTERNAL_FLOAT_POW_H

#include "codegen.h"
#include "float_quotient.h"

/* value * 2^shift, limited to 2^62; far below 1 it becomes 0. */
static inline int64_t qn_scaled(uint64_t value, int32_t shift)
{
    if (value == 0 || shift <= -64) {
        return 0;
    }
    if (shift <= 0) {
        return (int64_t)(value >> -shift);
    }
    return shift > 61 || (value >> (62 - shift)) != 0 ? (int64_t)1 << 62 : (int64_t)(value << shift);
}

/* y * log2(x) in steps of 2^-40, for x positive and finite and y finite and not 0; |y| = y_mantissa * 2^(y_exponent - 150). */
static inline int64_t qn_power_exponent(float x, float y)
{
    int32_t x_exponent, y_exponent;
    int32_t mantissa = qn_normal_mantissa(x, &x_exponent);
    const uint64_t y_mantissa = (uint64_t)(uint32_t)qn_normal_mantissa(y, &y_exponent);
    int32_t n = x_exponent - 127, numerator, shift = 0;
    int64_t whole, part = 0;
    /* x = m * 2^n, m in [sqrt(1/2), sqrt(2)), as multiples of 2^-24. */
    if (mantissa > 11863283) {
        n++;
    } else {
        mantissa *= 2;
    }
    if (n != 0 && y_exponent >= 137) {
        /* |log2(x)| is 1/2 at least, |y| 1024. */
        return (n > 0) == (y > 0.0f) ? (int64_t)1 << 62 : -((int64_t)1 << 62);
    }
    numerator = mantissa - (1 << 24);
    whole = qn_scaled((uint64_t)(uint32_t)(n < 0 ? -n : n) * y_mantissa, y_exponent - 110);
    if (numerator != 0) {
        /* s = (m - 1) / (m + 1); log2(m) = 2 / ln 2 * (s + s^3 / 3 + s^5 / 5 ...). */
        uint64_t s = (uint64_t)(uint32_t)(numerator < 0 ? -numerator : numerator), z, series;
        while (s < (uint64_t)1 << 61) {
            s *= 2;
            shift++;
        }
        /* 36 or 37 bits of s, in steps of 2^-shift; then s^2 in steps of 2^-36. */
        s /= (uint32_t)(mantissa + (1 << 24));
        z = shift >= 56 ? 0 : ((s >> 6) * (s >> 6)) >> (2 * shift - 48);
        series = 210289129u;
        series = 238114625u + ((series * z) >> 36);
        series = 306790695u + ((series * z) >> 36);
        series = 429496683u + ((series * z) >> 36);
        series = 715827883u + ((series * z) >> 36);
        series = (series * z) >> 31;
        s += ((s >> 5) * series) >> 31;
        s *= y_mantissa;
        s = (s >> 32) * 3098164009u + (((s & 0xFFFFFFFFu) * 3098164009u) >> 32);
        part = qn_scaled(s, y_exponent - 150 + 40 + 2 - shift);
    }
    whole = (n < 0 ? -whole : whole) + (numerator < 0 ? -part : part);
    return y < 0.0f ? -whole : whole;
}

/* 2^(t * 2^-40), rounded once, subnormal results too. */
static inline float qn_exp2_fixed(int64_t t)
{
    int64_t f, p;
    int32_t n, bits;
    if (t >= (int64_t)128 << 40) {
        return qn_bits_float(0x7F800000);
    }
    if (t <= -((int64_t)151 << 40)) {
        return 0.0f;
    }
    n = (int32_t)((t + ((int64_t)1 << 39)) >> 40);
    f = (t - (int64_t)n * ((int64_t)1 << 40)) >> 8;
    p = 16323;
    p = 166100 + ((p * f) >> 32);
    p = 1431719 + ((p * f) >> 32);
    p = 10327278 + ((p * f) >> 32);
    p = 59597077 + ((p * f) >> 32);
    p = 257941253 + ((p * f) >> 32);
    p = 744261118 + ((p * f) >> 32);
    p = 1073741824 + ((p * f) >> 32);
    if (n < -125) {
        /* Bits of a subnormal number are its multiple of 2^-149. */
        const int32_t drop = -119 - n;
        const int64_t half = (int64_t)1 << (drop - 1);
        return qn_bits_float((int32_t)((p + half - 1 + ((p >> drop) & 1)) >> drop));
    }
    bits = qn_float_bits((float)(int32_t)p) + (n - 30) * (1 << 23);
    return qn_bits_float(bits > 0x7F800000 ? 0x7F800000 : bits);
}

/* 0: no integer, 1: odd, 2: even. */
static inline int32_t qn_parity(float y)
{
    const int32_t bits = qn_float_bits(y) & 0x7FFFFFFF;
    const int32_t fraction = 150 - (bits >> 23);
    const int32_t mantissa = (bits & 0x7FFFFF) | 0x800000;
    if (fraction <= 0) {
        return fraction == 0 && (mantissa & 1) != 0 ? 1 : 2;
    }
    if (fraction > 23) {
        return bits == 0 ? 2 : 0;
    }
    return (mantissa & ((1 << fraction) - 1)) != 0 ? 0 : ((mantissa >> fraction) & 1) != 0 ? 1 : 2;
}

/* The magnitude, for a >= 0. */
static inline float qn_power_magnitude(float a, float y)
{
    const int32_t y_bits = qn_float_bits(y) & 0x7FFFFFFF;
    if (a == 1.0f) {
        return 1.0f;
    }
    if (a == 0.0f || qn_float_bits(a) == 0x7F800000) {
        return (a == 0.0f) == (y > 0.0f) ? 0.0f : qn_bits_float(0x7F800000);
    }
    if (y_bits == 0x7F800000) {
        return (a > 1.0f) == (y > 0.0f) ? qn_bits_float(0x7F800000) : 0.0f;
    }
    return qn_exp2_fixed(qn_power_exponent(a, y));
}

QN_BLOCK float qn_powf(float x, float y)
{
    const float a = qn_bits_float(qn_float_bits(x) & 0x7FFFFFFF);
    const int32_t parity = qn_parity(y);
    float result;
    if (x == 1.0f || y == 0.0f) {
        return 1.0f;
    }
    if (qn_is_nan(x) || qn_is_nan(y) || (x < 0.0f && parity == 0 && qn_float_bits(a) < 0x7F800000)) {
        return qn_bits_float(0x7FC00000);
    }
    result = qn_power_magnitude(a, y);
    return qn_float_bits(x) < 0 && parity == 1 ? -result : result;
}

#endif
