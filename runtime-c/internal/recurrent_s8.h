/* Integer arithmetic of recurrent layers. Sums of the gates have 10 fractional bits, gates and states 15, cells of an LSTM as many as the call says, all in int16;
 * what is multiplied by recurrent weights is int8 with 7. Functions are tables of 257 values over [-8, 8], with a straight line in between. */
#ifndef QN_INTERNAL_RECURRENT_S8_H
#define QN_INTERNAL_RECURRENT_S8_H

#include "dot_s8.h"
#include "float_math.h"
#include "memory.h"
#include "requantize.h"
#include "sequence.h"

#define QN_TABLE 257

/* Weights [rows][length], and {bias, M, s} by row. */
typedef struct qn_rows_s8 {
    const int8_t *w;
    const int32_t *requant;
    int32_t length;
    int32_t pre_shift;
} qn_rows_s8;

/* Inputs of a layer: int8, or float that becomes int16 row by row in `wide`. */
typedef struct qn_inputs_s8 {
    const int8_t *stored;
    const float *real;
    float inverse_scale;
    int16_t *wide;
} qn_inputs_s8;

static inline int16_t qn_saturate_s16(int32_t value)
{
    return (int16_t)qn_clamp_s32(value, -32768, 32767);
}

/* A real number as a multiple of 1 / scale; NaN is 0. */
static inline int32_t qn_fixed_s16(float real, float scale)
{
    const float value = qn_rounded(real * scale);
    const float number = value == value ? value : 0.0f;
    return qn_round_even(qn_clampf(number, -32768.0f, 32767.0f));
}

/* A sum of products with 10 fractional bits. */
static inline int16_t qn_gate_sum(int32_t acc, const int32_t *requant, int32_t pre_shift)
{
    const int32_t scaled = qn_mul_high(qn_shift_left(acc, pre_shift), requant[1]);
    return qn_saturate_s16((scaled + qn_rounding_offset(0, requant[2])) >> requant[2]);
}

/* Four rows at once. With QN_PLAIN_ROWS, which a kernel file for a core with vectors defines, in a plain loop that compilers turn into vector code. */
#if defined(QN_PLAIN_ROWS)
static inline void qn_four_rows_s8(const int8_t *a, const int8_t *w, int32_t length, int32_t acc[4])
{
    const int8_t *w1 = w + length, *w2 = w1 + length, *w3 = w2 + length;
    int32_t acc0 = acc[0], acc1 = acc[1], acc2 = acc[2], acc3 = acc[3];
    int32_t i;
    QN_NO_UNROLL
    for (i = 0; i < length; i++) {
        const int32_t value = a[i];
        acc0 += value * w[i];
        acc1 += value * w1[i];
        acc2 += value * w2[i];
        acc3 += value * w3[i];
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}
#else
#define qn_four_rows_s8 qn_dot_1x4_s8
#endif

/* Sums of `count` rows from `first` on. */
static inline void qn_gate_sums(const qn_rows_s8 *rows, const int8_t *a, int32_t first, int32_t count, int16_t *y)
{
    const int8_t *w = rows->w + first * rows->length;
    const int32_t *requant = rows->requant + 3 * first;
    int32_t row = 0;
    QN_NO_UNROLL
    for (; row + 4 <= count; row += 4, w += 4 * rows->length, requant += 12) {
        int32_t acc[4] = {requant[0], requant[3], requant[6], requant[9]};
        int32_t i;
        qn_four_rows_s8(a, w, rows->length, acc);
        for (i = 0; i < 4; i++) {
            y[row + i] = qn_gate_sum(acc[i], requant + 3 * i, rows->pre_shift);
        }
    }
    QN_NO_UNROLL
    for (; row < count; row++, w += rows->length, requant += 3) {
        y[row] = qn_gate_sum(qn_dot_s8(a, w, rows->length, requant[0]), requant, rows->pre_shift);
    }
}

/* As qn_gate_sums for row `row` of the layer's inputs, all `count` rows of weights. */
static inline void qn_input_sums(const qn_rows_s8 *rows, const qn_inputs_s8 *x, int32_t row, int32_t count, int16_t *y)
{
    int32_t i, j;
    if (!x->real) {
        qn_gate_sums(rows, x->stored + row * rows->length, 0, count, y);
        return;
    }
    for (i = 0; i < rows->length; i++) {
        x->wide[i] = (int16_t)qn_clamp_s32(qn_fixed_s16(x->real[row * rows->length + i], x->inverse_scale), -8191, 8191);
    }
    for (j = 0; j < count; j++) {
        const int8_t *w = rows->w + j * rows->length;
        int32_t acc = rows->requant[3 * j];
        for (i = 0; i < rows->length; i++) {
            acc += x->wide[i] * w[i];
        }
        y[j] = qn_gate_sum(acc, rows->requant + 3 * j, rows->pre_shift);
    }
}

/* A function of x / 1024 with 15 fractional bits. */
static inline int32_t qn_table_s16(const int16_t *table, int32_t x)
{
    const int32_t place = qn_clamp_s32(x, -8192, 8191) + 8192;
    const int32_t low = table[place >> 6];
    const int32_t high = table[(place >> 6) + 1];
    return low + (((high - low) * (place & 63) + 32) >> 6);
}

/* The tables follow each other: sigmoid, tanh. */
static inline int32_t qn_sigmoid_s16(const int16_t *tables, int32_t x)
{
    return qn_table_s16(tables, x);
}

static inline int32_t qn_tanh_s16(const int16_t *tables, int32_t x)
{
    return qn_table_s16(tables + QN_TABLE, x);
}

/* From `fraction` fractional bits to 7. */
static inline int8_t qn_to_s8(int32_t value, int32_t fraction)
{
    return (int8_t)qn_clamp_s32((value + (1 << (fraction - 8))) >> (fraction - 7), -128, 127);
}

#endif
