/* What normalizations share: mean and inverse deviation of a group of float elements, in three passes over it so that nothing cancels.
 * Sums are made in blocks, so that errors do not grow with the size of an image. */
#ifndef QN_INTERNAL_NORM_H
#define QN_INTERNAL_NORM_H

#include "codegen.h"
#include "float_math.h"

/* Elements after which a block's sum is added to the total. */
#define QN_NORM_BLOCK 64

/* Runs of `width` elements, `stride` apart. */
typedef struct qn_norm_group {
    const float *x;
    int32_t runs;
    int32_t width;
    int32_t stride;
} qn_norm_group;

typedef struct qn_norm_moments {
    float mean;
    float inverse;
} qn_norm_moments;

/* 1 / sqrt(x) to 2 ulp for normal positive x; large and finite for 0. */
static inline float qn_inverse_sqrtf(float x)
{
    const float half = 0.5f * x;
    float y = qn_bits_float(0x5F375A86 - (qn_float_bits(x) >> 1));
    int32_t i;
    for (i = 0; i < 4; i++) {
        const float square = qn_rounded(qn_rounded(half * y) * y);
        y = qn_rounded(y * qn_rounded(1.5f - square));
    }
    return y;
}

/* Sum of x, or of the squared distance from mean. */
static inline float qn_norm_sum(const qn_norm_group *g, float mean, int32_t squared)
{
    float total = 0.0f, part = 0.0f;
    int32_t i, j, count = 0;
    for (i = 0; i < g->runs; i++) {
        const float *x = g->x + i * g->stride;
        if (squared) {
            for (j = 0; j < g->width; j++) {
                const float d = qn_rounded(x[j] - mean);
                part = qn_fmaf(d, d, part);
            }
        } else {
            for (j = 0; j < g->width; j++) {
                part = qn_rounded(part + x[j]);
            }
        }
        count += g->width;
        if (count >= QN_NORM_BLOCK) {
            total = qn_rounded(total + part);
            part = 0.0f;
            count = 0;
        }
    }
    return qn_rounded(total + part);
}

/* Not centred: the mean is taken for 0. */
static inline qn_norm_moments qn_norm_moments_of(const qn_norm_group *g, int32_t centred, float epsilon)
{
    const float count = (float)(g->runs * g->width);
    qn_norm_moments m = {0.0f, 0.0f};
    if (centred) {
        m.mean = qn_rounded(qn_norm_sum(g, 0.0f, 0) / count);
    }
    m.inverse = qn_inverse_sqrtf(qn_rounded(qn_rounded(qn_norm_sum(g, m.mean, 1) / count) + epsilon));
    return m;
}

#endif
