/* What a kernel writes from its accumulators. One core serves several forms: a kernel file that does not write its own element type alone defines
 * QN_FLOAT_OUTPUT (int8 arithmetic, float out), QN_SUM_OUTPUT (int8 arithmetic, a residual added) or QN_INT8_OUTPUT (float arithmetic, int8 out)
 * before it includes the core. */
#ifndef QN_INTERNAL_OUTPUT_H
#define QN_INTERNAL_OUTPUT_H

#include "float_math.h"
#include "requantize.h"

/* ---- from int32 accumulators ---- */
#if defined(QN_FLOAT_OUTPUT)

/* {bias, scale as bits} per channel: y = clamp((float)acc * scale), one conversion and one multiplication: the same bits everywhere. */
#define QN_CHANNEL 2
typedef float qn_out_s8;
typedef struct qn_epilogue_s8 {
    float min;
    float max;
    qn_quantizer to;
    /* Where the output is written in int8 too, at the same indices as from `real` on; or null. */
    int8_t *stored;
    const float *real;
} qn_epilogue_s8;

static inline void qn_store_s8(qn_out_s8 *y, int32_t acc, const int32_t *channel, const qn_epilogue_s8 *out)
{
    const float value = qn_clampf((float)acc * qn_bits_float(channel[1]), out->min, out->max);
    if (out->stored) {
        out->stored[y - out->real] = qn_quantize(value, &out->to);
    }
    *y = value;
}

#elif defined(QN_SUM_OUTPUT)

/* {bias, M} per channel. */
#define QN_CHANNEL 2
typedef int8_t qn_out_s8;
typedef struct qn_epilogue_s8 {
    qn_output_sum_s8 sum;
    /* Read at the same indices as the output is written at from `first` on, each element before its own output is. */
    const int8_t *residual;
    const int8_t *first;
} qn_epilogue_s8;

static inline void qn_store_s8(qn_out_s8 *y, int32_t acc, const int32_t *channel, const qn_epilogue_s8 *out)
{
    *y = qn_requantize_sum(acc, channel[1], out->residual[y - out->first], &out->sum);
}

#else

/* {bias, M, s} per channel. */
#define QN_CHANNEL 3
typedef int8_t qn_out_s8;
typedef qn_output_s8 qn_epilogue_s8;

static inline void qn_store_s8(qn_out_s8 *y, int32_t acc, const int32_t *channel, const qn_epilogue_s8 *out)
{
    *y = qn_requantize(acc, channel[1], channel[2], out);
}

#endif

/* ---- from float accumulators ---- */
#if defined(QN_INT8_OUTPUT)

typedef int8_t qn_out_f32;
typedef struct qn_epilogue_f32 {
    float min;
    float max;
    qn_quantizer to;
    /* Where the output is written in float too, at the same indices as from `stored` on; or null. */
    float *real;
    const int8_t *stored;
} qn_epilogue_f32;

static inline void qn_store_f32(qn_out_f32 *y, float acc, const qn_epilogue_f32 *out)
{
    const float value = qn_clampf(acc, out->min, out->max);
    if (out->real) {
        out->real[y - out->stored] = value;
    }
    *y = qn_quantize(value, &out->to);
}

#else

typedef float qn_out_f32;
typedef struct qn_epilogue_f32 {
    float min;
    float max;
} qn_epilogue_f32;

static inline void qn_store_f32(qn_out_f32 *y, float acc, const qn_epilogue_f32 *out)
{
    *y = qn_clampf(acc, out->min, out->max);
}

#endif

#endif
