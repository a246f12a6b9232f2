/* Dot products of int8 runs with int8 weights, requantized and stored: the inner loops of convolution and fully connected layers.
 * With QN_WIDE_WEIGHTS, which a kernel file defines before it includes the core, weights have 16 bits.
 * Two pixels by two output channels, or one pixel by four; every accumulator sums in the same order, so the blocking changes no result. */
#ifndef QN_INTERNAL_DOT_S8_H
#define QN_INTERNAL_DOT_S8_H

#include "codegen.h"
#include "output.h"

#if defined(QN_WIDE_WEIGHTS)
typedef int16_t qn_weight;
#else
typedef int8_t qn_weight;
#endif

/* Weights [channels][length] and what the epilogue needs of each channel. */
typedef struct qn_filters_s8 {
    const qn_weight *w;
    const int32_t *requant;
    int32_t channels;
    int32_t length;
} qn_filters_s8;

QN_BLOCK int32_t qn_dot_s8(const int8_t *a, const qn_weight *w, int32_t length, int32_t acc)
{
    const int8_t *end = a + (length & ~3);
    const int8_t *stop = a + length;
    QN_NO_UNROLL
    while (a != end) {
        acc += a[0] * w[0];
        acc += a[1] * w[1];
        acc += a[2] * w[2];
        acc += a[3] * w[3];
        QN_STEP(a, 4);
        QN_STEP(w, 4);
    }
    QN_NO_UNROLL
    while (a != stop) {
        acc += *a++ * *w++;
    }
    return acc;
}

/* Step i of two channels of two pixels. */
#define QN_STEP_2X2(i)               \
    do {                             \
        const int32_t p0 = a0[i];    \
        const int32_t p1 = a1[i];    \
        const int32_t q0 = w0[i];    \
        const int32_t q1 = w1[i];    \
        acc00 += p0 * q0;            \
        acc01 += p0 * q1;            \
        acc10 += p1 * q0;            \
        acc11 += p1 * q1;            \
    } while (0)

/* Two channels of two pixels. */
QN_BLOCK void qn_dot_2x2_s8(const int8_t *a0, const int8_t *a1, const qn_weight *w0, int32_t length, int32_t acc[4])
{
    const qn_weight *w1 = w0 + length;
    const int8_t *end = a0 + (length & ~3);
    const int8_t *stop = a0 + length;
    int32_t acc00 = acc[0], acc01 = acc[1], acc10 = acc[2], acc11 = acc[3];
    QN_NO_UNROLL
    while (a0 != end) {
        QN_STEP_2X2(0);
        QN_STEP_2X2(1);
        QN_STEP_2X2(2);
        QN_STEP_2X2(3);
        QN_STEP(a0, 4);
        QN_STEP(a1, 4);
        QN_STEP(w0, 4);
        QN_STEP(w1, 4);
    }
    QN_NO_UNROLL
    while (a0 != stop) {
        QN_STEP_2X2(0);
        a0++;
        a1++;
        w0++;
        w1++;
    }
    acc[0] = acc00;
    acc[1] = acc01;
    acc[2] = acc10;
    acc[3] = acc11;
}

/* Step i of four channels of one pixel. */
#define QN_STEP_1X4(i)            \
    do {                          \
        const int32_t p = a[i];   \
        acc0 += p * w0[i];        \
        acc1 += p * w1[i];        \
        acc2 += p * w2[i];        \
        acc3 += p * w3[i];        \
    } while (0)

/* Four channels of one pixel. */
QN_BLOCK void qn_dot_1x4_s8(const int8_t *a, const qn_weight *w0, int32_t length, int32_t acc[4])
{
    const qn_weight *w1 = w0 + length, *w2 = w1 + length, *w3 = w2 + length;
    const int8_t *end = a + (length & ~3);
    const int8_t *stop = a + length;
    int32_t acc0 = acc[0], acc1 = acc[1], acc2 = acc[2], acc3 = acc[3];
    QN_NO_UNROLL
    while (a != end) {
        QN_STEP_1X4(0);
        QN_STEP_1X4(1);
        QN_STEP_1X4(2);
        QN_STEP_1X4(3);
        QN_STEP(a, 4);
        QN_STEP(w0, 4);
        QN_STEP(w1, 4);
        QN_STEP(w2, 4);
        QN_STEP(w3, 4);
    }
    QN_NO_UNROLL
    while (a != stop) {
        QN_STEP_1X4(0);
        a++;
        w0++;
        w1++;
        w2++;
        w3++;
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

/* All channels of one pixel whose patch is `a`. */
static inline void qn_filter_pixel_s8(const qn_filters_s8 *f, const int8_t *a, const qn_epilogue_s8 *out, qn_out_s8 *y)
{
    const qn_weight *w = f->w;
    const int32_t *requant = f->requant;
    int32_t channel = 0;
    QN_NO_UNROLL
    for (; channel + 4 <= f->channels; channel += 4, w += 4 * f->length, requant += 4 * QN_CHANNEL) {
        int32_t acc[4] = {requant[0], requant[QN_CHANNEL], requant[2 * QN_CHANNEL], requant[3 * QN_CHANNEL]};
        qn_dot_1x4_s8(a, w, f->length, acc);
        qn_store_s8(y + channel, acc[0], requant, out);
        qn_store_s8(y + channel + 1, acc[1], requant + QN_CHANNEL, out);
        qn_store_s8(y + channel + 2, acc[2], requant + 2 * QN_CHANNEL, out);
        qn_store_s8(y + channel + 3, acc[3], requant + 3 * QN_CHANNEL, out);
    }
    QN_NO_UNROLL
    for (; channel < f->channels; channel++, w += f->length, requant += QN_CHANNEL) {
        qn_store_s8(y + channel, qn_dot_s8(a, w, f->length, requant[0]), requant, out);
    }
}

/* All channels of two pixels whose patches are `a0` and `a1`. */
static inline void qn_filter_pixel_pair_s8(const qn_filters_s8 *f, const int8_t *const a[2], const qn_epilogue_s8 *out, qn_out_s8 *const y[2])
{
    const qn_weight *w = f->w;
    const int32_t *requant = f->requant;
    int32_t channel = 0;
    QN_NO_UNROLL
    for (; channel + 2 <= f->channels; channel += 2, w += 2 * f->length, requant += 2 * QN_CHANNEL) {
        int32_t acc[4] = {requant[0], requant[QN_CHANNEL], requant[0], requant[QN_CHANNEL]};
        qn_dot_2x2_s8(a[0], a[1], w, f->length, acc);
        qn_store_s8(y[0] + channel, acc[0], requant, out);
        qn_store_s8(y[0] + channel + 1, acc[1], requant + QN_CHANNEL, out);
        qn_store_s8(y[1] + channel, acc[2], requant, out);
        qn_store_s8(y[1] + channel + 1, acc[3], requant + QN_CHANNEL, out);
    }
    if (channel < f->channels) {
        qn_store_s8(y[0] + channel, qn_dot_s8(a[0], w, f->length, requant[0]), requant, out);
        qn_store_s8(y[1] + channel, qn_dot_s8(a[1], w, f->length, requant[0]), requant, out);
    }
}

#endif
