/* qn_mul_s8 for cores with the DSP extension: four elements at a time; those left over, and calls with a pre-shift or a clamp, one by one. */
#include "qn.h"
#include "qn_dsp.h"
#include "internal/dsp.h"

void qn_mul_s8_dsp(const qn_mul_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y)
{
    const qn_mul_s8_params q = *p;
    const qn_output_s8 out = {q.pre_shift, q.out_zero_point, q.out_min, q.out_max};
    const uint32_t zero_a = qn_pair_of(-q.a_zero_point, -q.a_zero_point), zero_b = qn_pair_of(-q.b_zero_point, -q.b_zero_point);
    const int32_t addend = qn_rounding_offset(q.out_zero_point, q.shift);
    const int plain = q.pre_shift == 0 && q.out_min == -128 && q.out_max == 127;
    int32_t fours = plain ? q.count >> 2 : 0;
    int32_t left = q.count - 4 * fours;
    QN_NO_UNROLL
    for (; fours != 0; fours--) {
        const uint32_t x = qn_take_4_s8(&a), z = qn_take_4_s8(&b);
        const uint32_t x02 = qn_add_even_bytes(zero_a, x), x13 = qn_add_odd_bytes(zero_a, x);
        const uint32_t z02 = qn_add_even_bytes(zero_b, z), z13 = qn_add_odd_bytes(zero_b, z);
        const int32_t y0 = qn_saturate_8(qn_add_high(qn_multiply_low(x02, z02), q.multiplier, addend) >> q.shift);
        const int32_t y1 = qn_saturate_8(qn_add_high(qn_multiply_low(x13, z13), q.multiplier, addend) >> q.shift);
        const int32_t y2 = qn_saturate_8(qn_add_high(qn_multiply_high(x02, z02), q.multiplier, addend) >> q.shift);
        const int32_t y3 = qn_saturate_8(qn_add_high(qn_multiply_high(x13, z13), q.multiplier, addend) >> q.shift);
        qn_store_4_s8(y, qn_bytes_of(y0, y1, y2, y3));
        QN_STEP(y, 4);
    }
    QN_NO_UNROLL
    for (; left > 0; left--) {
        *y++ = qn_requantize((*a++ - q.a_zero_point) * (*b++ - q.b_zero_point), q.multiplier, q.shift, &out);
    }
}
