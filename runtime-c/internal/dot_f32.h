/* Dot products of float runs with weights, clamped and stored: the inner loops of float convolution and fully connected layers.
 * Two pixels by four output channels, or one pixel by four; each output is one sum in ascending order that starts at its bias,
 * whatever the blocking. */
#ifndef QN_INTERNAL_DOT_F32_H
#define QN_INTERNAL_DOT_F32_H

#include "codegen.h"
#include "output.h"

/* Weights [channels][length], their biases, and the epilogue. */
typedef struct qn_filters_f32 {
    const float *w;
    const float *bias;
    int32_t channels;
    int32_t length;
    qn_epilogue_f32 out;
} qn_filters_f32;

QN_BLOCK float qn_dot_f32(const float *a, const float *w, int32_t length, float acc)
{
    const float *stop = a + length;
    QN_NO_UNROLL
    while (a != stop) {
        acc = qn_fmaf(*a++, *w++, acc);
    }
    return acc;
}

/* Step i of four channels of two pixels. */
#define QN_STEP_2X4_F32(i)                 \
    do {                                   \
        const float p0 = a0[i];            \
        const float p1 = a1[i];            \
        const float q0 = w0[i];            \
        const float q1 = w1[i];            \
        const float q2 = w2[i];            \
        const float q3 = w3[i];            \
        acc00 = qn_fmaf(p0, q0, acc00);    \
        acc01 = qn_fmaf(p0, q1, acc01);    \
        acc02 = qn_fmaf(p0, q2, acc02);    \
        acc03 = qn_fmaf(p0, q3, acc03);    \
        acc10 = qn_fmaf(p1, q0, acc10);    \
        acc11 = qn_fmaf(p1, q1, acc11);    \
        acc12 = qn_fmaf(p1, q2, acc12);    \
        acc13 = qn_fmaf(p1, q3, acc13);    \
    } while (0)

/* Four channels of two pixels; acc holds the four of a[0], then those of a[1]. */
static inline void qn_dot_2x4_f32(const float *a0, const float *a1, const float *w0, int32_t length, float acc[8])
{
    const float *w1 = w0 + length, *w2 = w1 + length, *w3 = w2 + length;
    const float *end = a0 + (length & ~3);
    const float *stop = a0 + length;
    float acc00 = acc[0], acc01 = acc[1], acc02 = acc[2], acc03 = acc[3];
    float acc10 = acc[4], acc11 = acc[5], acc12 = acc[6], acc13 = acc[7];
    QN_NO_UNROLL
    while (a0 != end) {
        QN_STEP_2X4_F32(0);
        QN_STEP_2X4_F32(1);
        QN_STEP_2X4_F32(2);
        QN_STEP_2X4_F32(3);
        QN_STEP(a0, 4);
        QN_STEP(a1, 4);
        QN_STEP(w0, 4);
        QN_STEP(w1, 4);
        QN_STEP(w2, 4);
        QN_STEP(w3, 4);
    }
    QN_NO_UNROLL
    while (a0 != stop) {
        QN_STEP_2X4_F32(0);
        a0++;
        a1++;
        w0++;
        w1++;
        w2++;
        w3++;
    }
    acc[0] = acc00;
    acc[1] = acc01;
    acc[2] = acc02;
    acc[3] = acc03;
    acc[4] = acc10;
    acc[5] = acc11;
    acc[6] = acc12;
    acc[7] = acc13;
}

/* Step i of four channels of one pixel. */
#define QN_STEP_1X4_F32(i)               \
    do {                                 \
        const float p = a[i];            \
        acc0 = qn_fmaf(p, w0[i], acc0);  \
        acc1 = qn_fmaf(p, w1[i], acc1);  \
        acc2 = qn_fmaf(p, w2[i], acc2);  \
        acc3 = qn_fmaf(p, w3[i], acc3);  \
    } while (0)

/* Four channels of one pixel. */
static inline void qn_dot_1x4_f32(const float *a, const float *w0, int32_t length, float acc[4])
{
    const float *w1 = w0 + length, *w2 = w1 + length, *w3 = w2 + length;
    const float *end = a + (length & ~3);
    const float *stop = a + length;
    float acc0 = acc[0], acc1 = acc[1], acc2 = acc[2], acc3 = acc[3];
    QN_NO_UNROLL
    while (a != end) {
        QN_STEP_1X4_F32(0);
        QN_STEP_1X4_F32(1);
        QN_STEP_1X4_F32(2);
        QN_STEP_1X4_F32(3);
        QN_STEP(a, 4);
        QN_STEP(w0, 4);
        QN_STEP(w1, 4);
        QN_STEP(w2, 4);
        QN_STEP(w3, 4);
    }
    QN_NO_UNROLL
    while (a != stop) {
        QN_STEP_1X4_F32(0);
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

/* All channels from `channel` on of one pixel whose patch is `a`. */
static inline void qn_filter_pixel_f32(const qn_filters_f32 *f, const float *a, int32_t channel, qn_out_f32 *y)
{
    const float *w = f->w + channel * f->length;
    QN_NO_UNROLL
    for (; channel + 4 <= f->channels; channel += 4, w += 4 * f->length) {
        float acc[4] = {f->bias[channel], f->bias[channel + 1], f->bias[channel + 2], f->bias[channel + 3]};
        int32_t i;
        qn_dot_1x4_f32(a, w, f->length, acc);
        for (i = 0; i < 4; i++) {
            qn_store_f32(y + channel + i, acc[i], &f->out);
        }
    }
    QN_NO_UNROLL
    for (; channel < f->channels; channel++, w += f->length) {
        qn_store_f32(y + channel, qn_dot_f32(a, w, f->length, f->bias[channel]), &f->out);
    }
}

/* All channels of two pixels whose patches are a[0] and a[1]. */
static inline void qn_filter_pixel_pair_f32(const qn_filters_f32 *f, const float *const a[2], qn_out_f32 *const y[2])
{
    const float *w = f->w;
    int32_t channel = 0;
    QN_NO_UNROLL
    for (; channel + 4 <= f->channels; channel += 4, w += 4 * f->length) {
        const float *b = f->bias + channel;
        float acc[8] = {b[0], b[1], b[2], b[3], b[0], b[1], b[2], b[3]};
        int32_t i;
        qn_dot_2x4_f32(a[0], a[1], w, f->length, acc);
        for (i = 0; i < 4; i++) {
            qn_store_f32(y[0] + channel + i, acc[i], &f->out);
            qn_store_f32(y[1] + channel + i, acc[4 + i], &f->out);
        }
    }
    if (channel < f->channels) {
        qn_filter_pixel_f32(f, a[0], channel, y[0]);
        qn_filter_pixel_f32(f, a[1], channel, y[1]);
    }
}

#endif
