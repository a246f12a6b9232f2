/* qn_softmax_s8 for cores with the DSP extension: four elements at a time, one division per row. */
#include "qn.h"
#include "qn_dsp.h"
#include "internal/dsp.h"
#include "internal/softmax_s8.h"

static inline int32_t qn_row_max(const int8_t *x, int32_t cols)
{
    uint32_t maxima = 0x80808080u;
    int32_t fours = cols >> 2;
    int32_t max;
    QN_NO_UNROLL
    for (; fours != 0; fours--) {
        maxima = qn_max_4_s8(maxima, qn_take_4_s8(&x));
    }
    maxima = qn_max_4_s8(maxima, maxima >> 16);
    maxima = qn_max_4_s8(maxima, maxima >> 8);
    max = (int32_t)((maxima & 0xFFu) ^ 0x80u) - 0x80;
    QN_NO_UNROLL
    for (cols &= 3; cols > 0; cols--, x++) {
        max = *x > max ? *x : max;
    }
    return max;
}

static inline uint32_t qn_row_sum(const int8_t *x, int32_t cols, int32_t max, const int32_t *table)
{
    const uint32_t maxima = ((uint32_t)max & 0xFFu) * 0x01010101u;
    uint32_t sum = 0;
    int32_t fours = cols >> 2;
    QN_NO_UNROLL
    for (; fours != 0; fours--) {
        const uint32_t d = qn_subtract_4_u8(maxima, qn_take_4_s8(&x));
        sum += (uint32_t)table[d & 0xFFu];
        sum += (uint32_t)table[(d >> 8) & 0xFFu];
        sum += (uint32_t)table[(d >> 16) & 0xFFu];
        sum += (uint32_t)table[d >> 24];
    }
    QN_NO_UNROLL
    for (cols &= 3; cols > 0; cols--, x++) {
        sum += (uint32_t)table[max - *x];
    }
    return sum;
}

/* A probability in steps of 1/256, before the zero point is taken off; r.shift is below 32. */
static inline uint32_t qn_steps(int32_t t, const qn_reciprocal *r, uint32_t half)
{
    return qn_saturate_u8(((uint32_t)t * r->factor + half) >> r->shift);
}

static inline void qn_row_out(const int8_t *x, int32_t cols, int32_t max, const int32_t *table, const qn_reciprocal r, int8_t *y)
{
    const uint32_t maxima = ((uint32_t)max & 0xFFu) * 0x01010101u;
    const uint32_t half = (uint32_t)1 << ((r.shift - 1) & 31);
    int32_t fours = r.shift < 32 ? cols >> 2 : 0;
    cols -= 4 * fours;
    QN_NO_UNROLL
    for (; fours != 0; fours--) {
        const uint32_t d = qn_subtract_4_u8(maxima, qn_take_4_s8(&x));
        uint32_t word = qn_steps(table[d & 0xFFu], &r, half);
        word |= qn_steps(table[(d >> 8) & 0xFFu], &r, half) << 8;
        word |= qn_steps(table[(d >> 16) & 0xFFu], &r, half) << 16;
        word |= qn_steps(table[d >> 24], &r, half) << 24;
        qn_store_4_s8(y, word ^ 0x80808080u);
        QN_STEP(y, 4);
    }
    QN_NO_UNROLL
    for (; cols > 0; cols--) {
        *y++ = qn_probability((uint32_t)table[max - *x++], &r);
    }
}

void qn_softmax_s8_dsp(const qn_softmax_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y)
{
    const int32_t cols = p->cols;
    int32_t rows = p->rows;
    QN_NO_UNROLL
    for (; rows > 0; rows--, x += cols, y += cols) {
        const int32_t max = qn_row_max(x, cols);
        qn_row_out(x, cols, max, table, qn_reciprocal_of(qn_row_sum(x, cols, max, table), (uint32_t)p->levels), y);
    }
}
