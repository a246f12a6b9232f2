/* The DSP extension in plain C; twin of dsp_instructions.h. Included by dsp.h only. */
#ifndef QN_INTERNAL_DSP_EMULATED_H
#define QN_INTERNAL_DSP_EMULATED_H

/* The bits as a signed number. */
static inline int32_t qn_signed(uint32_t bits)
{
    int32_t value;
    QN_MEMCPY(&value, &bits, sizeof value);
    return value;
}

static inline int32_t qn_low(uint32_t pair)
{
    return (int16_t)(uint16_t)(pair & 0xFFFFu);
}

static inline int32_t qn_high(uint32_t pair)
{
    return qn_low(pair >> 16);
}

static inline int32_t qn_byte(uint32_t word, int32_t i)
{
    return (int8_t)(uint8_t)((word >> (8 * i)) & 0xFFu);
}

/* Four int8; moves the pointer behind them. */
static inline uint32_t qn_take_4_s8(const int8_t **from)
{
    const uint32_t word = qn_load_4_s8(*from);
    *from += 4;
    return word;
}

/* Bytes 0 and 2 as a pair (SXTB16). */
static inline uint32_t qn_even_bytes(uint32_t x)
{
    return qn_pair_of(qn_byte(x, 0), qn_byte(x, 2));
}

/* Bytes 1 and 3 as a pair (SXTB16, ROR #8). */
static inline uint32_t qn_odd_bytes(uint32_t x)
{
    return qn_pair_of(qn_byte(x, 1), qn_byte(x, 3));
}

/* Adds bytes 0 and 2 (SXTAB16), or 1 and 3 (with ROR #8), to a pair. */
static inline uint32_t qn_add_even_bytes(uint32_t pair, uint32_t x)
{
    return ((pair + (uint32_t)qn_byte(x, 0)) & 0xFFFFu) | ((pair & 0xFFFF0000u) + ((uint32_t)qn_byte(x, 2) << 16));
}

static inline uint32_t qn_add_odd_bytes(uint32_t pair, uint32_t x)
{
    return qn_add_even_bytes(pair, x >> 8);
}

/* The lower (PKHBT) or upper (PKHTB) halves of two words, that of a below. */
static inline uint32_t qn_low_halves(uint32_t a, uint32_t b)
{
    return (a & 0xFFFFu) | (b << 16);
}

static inline uint32_t qn_high_halves(uint32_t a, uint32_t b)
{
    return (a >> 16) | (b & 0xFFFF0000u);
}

/* Products of halves (SMULBB, SMULTT). */
static inline int32_t qn_multiply_low(uint32_t a, uint32_t b)
{
    return qn_low(a) * qn_low(b);
}

static inline int32_t qn_multiply_high(uint32_t a, uint32_t b)
{
    return qn_high(a) * qn_high(b);
}

/* The larger of each two int8 (SSUB8, SEL). */
static inline uint32_t qn_max_4_s8(uint32_t a, uint32_t b)
{
    uint32_t max = 0;
    int32_t i;
    for (i = 0; i < 4; i++) {
        max |= ((qn_byte(a, i) > qn_byte(b, i) ? a : b) & (0xFFu << (8 * i)));
    }
    return max;
}

/* Differences of each two bytes, modulo 256 (USUB8). */
static inline uint32_t qn_subtract_4_u8(uint32_t a, uint32_t b)
{
    uint32_t difference = 0;
    int32_t i;
    for (i = 0; i < 4; i++) {
        difference |= (((a >> (8 * i)) - (b >> (8 * i))) & 0xFFu) << (8 * i);
    }
    return difference;
}

/* acc + a.low * b.low + a.high * b.high, modulo 2^32 (SMLAD). */
static inline int32_t qn_dot_pairs(uint32_t a, uint32_t b, int32_t acc)
{
    return qn_signed((uint32_t)acc + (uint32_t)(qn_low(a) * qn_low(b)) + (uint32_t)(qn_high(a) * qn_high(b)));
}

/* c + floor(a * b / 2^32) (SMMLA). */
static inline int32_t qn_add_high(int32_t a, int32_t b, int32_t c)
{
    return c + qn_mul_high(a, b);
}

/* USAT #8 of a number below 2^31. */
static inline uint32_t qn_saturate_u8(uint32_t value)
{
    return value > 255u ? 255u : value;
}

/* SSAT #8. */
static inline int32_t qn_saturate_8(int32_t value)
{
    return qn_clamp_s32(value, -128, 127);
}

/* The weights of the first of two channels (SXTB16, or UXTB16 where they are offset). */
static inline uint32_t qn_low_weights(uint32_t halves)
{
#if defined(QN_OFFSET_WEIGHTS)
    return halves & 0x00FF00FFu;
#else
    return qn_even_bytes(halves);
#endif
}

/* Two interleaved pixels from *a to `end`, a word of each in turn, times two channels whose weights c0 and c1 are halfwords 256 * c1 + c0:
 * low += products of c0, full += products of the halfwords. Moves both pointers on. Up to `unrolled` there are multiples of four quads. */
static inline void qn_dot_2x2(const uint32_t **a, const uint32_t **w, const uint32_t *unrolled, const uint32_t *end, int32_t low[2], int32_t full[2])
{
    (void)unrolled;
    for (; *a != end; *a += 2, (*w)++) {
        const uint32_t weights = qn_low_weights(**w);
        low[0] = qn_dot_pairs((*a)[0], weights, low[0]);
        low[1] = qn_dot_pairs((*a)[1], weights, low[1]);
        full[0] = qn_dot_pairs((*a)[0], **w, full[0]);
        full[1] = qn_dot_pairs((*a)[1], **w, full[1]);
    }
}

static inline void qn_dot_2x2_rolled(const uint32_t **a, const uint32_t **w, const uint32_t *end, int32_t low[2], int32_t full[2])
{
    qn_dot_2x2(a, w, *a, end, low, full);
}

/* The first of the two pixels only; quads is not 0. */
static inline void qn_dot_1x2(const uint32_t **a, const uint32_t **w, int32_t quads, int32_t *low, int32_t *full)
{
    int32_t i;
    for (i = 0; i < 2 * quads; i++, *a += 2, (*w)++) {
        *low = qn_dot_pairs((*a)[0], qn_low_weights(**w), *low);
        *full = qn_dot_pairs((*a)[0], **w, *full);
    }
}

/* One row of int8, four bytes a quad, times two pairs of channels, a word of each in turn. */
static inline void qn_dot_1x4(const int8_t **a, const uint32_t **w, int32_t quads, int32_t low[2], int32_t full[2])
{
    int32_t i, j;
    for (i = 0; i < quads; i++, *a += 4) {
        const uint32_t word = qn_load_4_s8(*a);
        for (j = 0; j < 4; j++, (*w)++) {
            const uint32_t pair = j < 2 ? qn_even_bytes(word) : qn_odd_bytes(word);
            low[j & 1] = qn_dot_pairs(pair, qn_even_bytes(**w), low[j & 1]);
            full[j & 1] = qn_dot_pairs(pair, **w, full[j & 1]);
        }
    }
}

/* acc + high(a) * low(b) (SMLATB). */
static inline int32_t qn_multiply_high_low(uint32_t a, uint32_t b, int32_t acc)
{
    return acc + qn_high(a) * qn_low(b);
}

/* acc + low(a) * high(b) (SMLABT). */
static inline int32_t qn_multiply_low_high(uint32_t a, uint32_t b, int32_t acc)
{
    return acc + qn_low(a) * qn_high(b);
}

/* Four elements `step` apart, widened; step3 is 3 * step. */
static inline void qn_copy_4(const int8_t *from, int32_t step, int32_t step3, int16_t *to)
{
    to[0] = from[0];
    to[1] = from[step];
    to[2] = from[2 * step];
    to[3] = from[step3];
}

/* Two neighbouring outputs of a 3x3 kernel on one channel: rows of inputs QN_TILE_PITCH apart, the first at a word boundary;
 * weights of a row are taps (0, 1) and (1, 2). */
static inline void qn_outputs_2_3x3(const int16_t *at, const uint32_t *w, int32_t acc[2])
{
    int32_t i;
    for (i = 0; i < 3; i++, at += QN_TILE_PITCH, w += 2) {
        const uint32_t x0 = qn_load_pair(at), x1 = qn_load_pair(at + 2);
        acc[0] = qn_multiply_low_high(x1, w[1], qn_dot_pairs(x0, w[0], acc[0]));
        acc[1] = qn_dot_pairs(x1, w[1], qn_multiply_high_low(x0, w[0], acc[1]));
    }
}

/* The same with stride 2. */
static inline void qn_outputs_2_3x3_stride_2(const int16_t *at, const uint32_t *w, int32_t acc[2])
{
    int32_t i;
    for (i = 0; i < 3; i++, at += QN_TILE_PITCH, w += 2) {
        const uint32_t x0 = qn_load_pair(at), x1 = qn_load_pair(at + 2), x2 = qn_load_pair(at + 4);
        acc[0] = qn_multiply_low_high(x1, w[1], qn_dot_pairs(x0, w[0], acc[0]));
        acc[1] = qn_multiply_low_high(x2, w[1], qn_dot_pairs(x1, w[0], acc[1]));
    }
}

static inline void qn_outputs_4_3x3(const int16_t *at, const uint32_t *w, int32_t acc[4])
{
    qn_outputs_2_3x3(at, w, acc);
    qn_outputs_2_3x3(at + 2, w, acc + 2);
}

static inline void qn_outputs_4_3x3_stride_2(const int16_t *at, const uint32_t *w, int32_t acc[4])
{
    qn_outputs_2_3x3_stride_2(at, w, acc);
    qn_outputs_2_3x3_stride_2(at + 4, w, acc + 2);
}

/* int8 by saturation; factors {bias, M, addend, s}. */
static inline int8_t qn_to_int8(int32_t acc, const int32_t *factors)
{
    return (int8_t)qn_saturate_8(qn_add_high(acc, factors[1], factors[2]) >> factors[3]);
}

/* Pairs of channels, factors from `requant` to `last`, of one pixel of eight elements: halves of its quads, as in qn_dot_2x2. Returns
 * where the next pixel's outputs go. */
static inline int8_t *qn_outputs_of_8(const uint32_t x[4], const uint32_t *w, const int32_t *requant, const int32_t *last, int8_t *y)
{
    for (; requant != last; requant += 8, w += 4) {
        int32_t low = requant[0], full = requant[0];
        int32_t i;
        for (i = 0; i < 4; i++) {
            low = qn_dot_pairs(x[i], qn_even_bytes(w[i]), low);
            full = qn_dot_pairs(x[i], w[i], full);
        }
        *y++ = qn_to_int8(low, requant);
        *y++ = qn_to_int8(requant[4] + (qn_signed((uint32_t)full - (uint32_t)low) >> 8), requant + 4);
    }
    return y;
}

/* A row of outputs of a 3x3 kernel on one channel, as many fours as `count` (at least 4) holds; behind the six words of weights
 * {bias, M, addend, s, step of y}. Moves `at` on, returns where the next output goes. */
static inline int8_t *qn_fours_3x3(const int16_t **at, const uint32_t *w, int8_t *y, int32_t count)
{
    const int32_t factors[5] = {qn_signed(w[6]), qn_signed(w[7]), qn_signed(w[8]), qn_signed(w[9]), qn_signed(w[10])};
    int32_t i;
    for (; count >= 4; count -= 4, *at += 4) {
        int32_t acc[4] = {factors[0], factors[0], factors[0], factors[0]};
        qn_outputs_4_3x3(*at, w, acc);
        for (i = 0; i < 4; i++, y += factors[4]) {
            *y = qn_to_int8(acc[i], factors);
        }
    }
    return y;
}

/* The same with stride 2. */
static inline int8_t *qn_fours_3x3_stride_2(const int16_t **at, const uint32_t *w, int8_t *y, int32_t count)
{
    const int32_t factors[5] = {qn_signed(w[6]), qn_signed(w[7]), qn_signed(w[8]), qn_signed(w[9]), qn_signed(w[10])};
    int32_t i;
    for (; count >= 4; count -= 4, *at += 8) {
        int32_t acc[4] = {factors[0], factors[0], factors[0], factors[0]};
        qn_outputs_4_3x3_stride_2(*at, w, acc);
        for (i = 0; i < 4; i++, y += factors[4]) {
            *y = qn_to_int8(acc[i], factors);
        }
    }
    return y;
}

#endif
