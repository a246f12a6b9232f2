/* What NEON kernels write from float accumulators: the forms of output.h on vectors of four channels. The element types of the shared cores, too. */
#ifndef QN_INTERNAL_NEON_OUTPUT_F32_H
#define QN_INTERNAL_NEON_OUTPUT_F32_H

#include "neon_quantize.h"
#include "output.h"

#define QN_FLOAT_ELEMENTS
typedef float qn_element;
typedef qn_out_f32 qn_out;
typedef qn_epilogue_f32 qn_epilogue;
typedef float32x4_t qn_acc;
#define QN_LOAD_BIAS vld1q_f32

typedef struct qn_channels_4 {
    float bias[4];
} qn_channels_4;

/* Nothing but the bias depends on the channel. */
typedef int32_t qn_neon_channels;

QN_INLINE qn_neon_channels qn_neon_channels_of(const qn_channels_4 *c, int32_t vectors)
{
    (void)c;
    return vectors;
}

typedef struct qn_neon_output {
    float32x4_t min;
    float32x4_t max;
    qn_epilogue_f32 scalar;
} qn_neon_output;

QN_INLINE qn_neon_output qn_neon_output_of(const qn_epilogue_f32 *out)
{
    qn_neon_output o;
    o.min = vdupq_n_f32(out->min);
    o.max = vdupq_n_f32(out->max);
    o.scalar = *out;
    return o;
}

#if defined(QN_INT8_OUTPUT)

QN_INLINE void qn_neon_put(int8_t *y, float32x4_t value, int32_t count, const qn_neon_output *out)
{
    const int8x8_t bytes = qn_neon_quantize_8(value, value, &out->scalar.to);
    if (out->scalar.real) {
        qn_store_some_f32(out->scalar.real + (y - out->scalar.stored), value, count);
    }
    QN_STORE_WORD(y, vcombine_s8(bytes, bytes), 0, count);
}

#else

QN_INLINE void qn_neon_put(float *y, float32x4_t value, int32_t count, const qn_neon_output *out)
{
    (void)out;
    qn_store_some_f32(y, value, count);
}

#endif

/* `vectors` (a constant) vectors of channels of each of `pixels` (a constant) pixels, which lie `stride` apart; the last vector has `count` channels. */
QN_INLINE void qn_neon_store(qn_out_f32 *y, int32_t stride, const float32x4_t *acc, int32_t pixels, int32_t vectors, int32_t count, const qn_neon_channels *c, const qn_neon_output *out)
{
    int32_t p, v;
    (void)c;
    QN_UNROLL
    for (p = 0; p < pixels; p++) {
        QN_UNROLL
        for (v = 0; v < vectors; v++) {
            qn_neon_put(y + p * stride + 4 * v, vminq_f32(vmaxq_f32(acc[p * vectors + v], out->min), out->max), v + 1 == vectors ? count : 4, out);
        }
    }
}

#endif
