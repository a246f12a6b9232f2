/* qn_add_s8 for cores with the DSP extension: four elements at a time, one dual multiplication each. */
#include "qn.h"
#include "qn_dsp.h"
#include "internal/dsp.h"

void qn_add_s8_dsp(const qn_add_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y)
{
    const qn_add_s8_params q = *p;
    const uint32_t multipliers = qn_pair_of(q.multiplier_a, q.multiplier_b);
    const int full_range = q.out_min == -128 && q.out_max == 127;
    int32_t fours = full_range ? q.count >> 2 : 0;
    int32_t left = q.count - 4 * fours;
    QN_NO_UNROLL
    for (; fours != 0; fours--) {
        const uint32_t x = qn_take_4_s8(&a), z = qn_take_4_s8(&b);
        /* Bytes a0 a1 b0 b1 and a2 a3 b2 b3: even ones make a pair of a and b, odd ones the next. */
        const uint32_t low = qn_low_halves(x, z), high = qn_high_halves(x, z);
        const int32_t y0 = qn_saturate_8(qn_dot_pairs(qn_even_bytes(low), multipliers, q.offset) >> q.shift);
        const int32_t y1 = qn_saturate_8(qn_dot_pairs(qn_odd_bytes(low), multipliers, q.offset) >> q.shift);
        const int32_t y2 = qn_saturate_8(qn_dot_pairs(qn_even_bytes(high), multipliers, q.offset) >> q.shift);
        const int32_t y3 = qn_saturate_8(qn_dot_pairs(qn_odd_bytes(high), multipliers, q.offset) >> q.shift);
        qn_store_4_s8(y, qn_bytes_of(y0, y1, y2, y3));
        QN_STEP(y, 4);
    }
    QN_NO_UNROLL
    for (; left > 0; left--) {
        const int32_t sum = *a++ * q.multiplier_a + *b++ * q.multiplier_b + q.offset;
        *y++ = (int8_t)qn_clamp_s32(sum >> q.shift, q.out_min, q.out_max);
    }
}
