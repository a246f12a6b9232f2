/* qn_softmax_s8 for MVE: table entries by gathers, four a vector; one division per row. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"
#include "internal/softmax_s8.h"

static inline int32_t qn_row_maximum(const int8_t *x, int32_t cols)
{
    int8x16_t max = vdupq_n_s8(-128);
    QN_NO_UNROLL
    for (; cols > 0; cols -= 16) {
        const mve_pred16_t lanes = vctp8q((uint32_t)cols);
        max = vmaxq_m_s8(max, max, vld1q_z_s8(x, lanes), lanes);
        x += 16;
    }
    return vmaxvq_s8(-128, max);
}

/* Entries of four elements; lanes outside `lanes` are 0. */
static inline uint32x4_t qn_exponentials(const int8_t *x, const int32_t *table, int32x4_t max, mve_pred16_t lanes)
{
    const uint32x4_t distance = vreinterpretq_u32_s32(vsubq_s32(max, vldrbq_z_s32(x, lanes)));
    return vreinterpretq_u32_s32(vldrwq_gather_shifted_offset_z_s32(table, distance, lanes));
}

static inline uint32_t qn_row_sum(const int8_t *x, const int32_t *table, int32_t cols, int32x4_t max)
{
    uint32_t sum = 0;
    QN_NO_UNROLL
    for (; cols > 0; cols -= 4) {
        const mve_pred16_t lanes = vctp32q((uint32_t)cols);
        sum = vaddvaq_p_u32(sum, qn_exponentials(x, table, max, lanes), lanes);
        x += 4;
    }
    return sum;
}

/* The shift is below 32, so that products fit 32 bits. */
static inline void qn_row_probabilities(const int8_t *x, const int32_t *table, int32_t cols, int32x4_t max, const qn_reciprocal *r, int8_t *y)
{
    const uint32_t factor = r->factor;
    const int32_t right = -r->shift;
    const uint32x4_t most = vdupq_n_u32(255);
    QN_NO_UNROLL
    for (; cols > 0; cols -= 4) {
        const mve_pred16_t lanes = vctp32q((uint32_t)cols);
        const uint32x4_t scaled = vrshlq(vmulq_n_u32(qn_exponentials(x, table, max, lanes), factor), right);
        vstrbq_p_s32(y, vsubq_n_s32(vreinterpretq_s32_u32(vminq_u32(scaled, most)), 128), lanes);
        x += 4;
        y += 4;
    }
}

static void qn_softmax_row_s8(const qn_softmax_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y)
{
    const int32_t cols = p->cols;
    const int32_t max = qn_row_maximum(x, cols);
    const qn_reciprocal r = qn_reciprocal_of(qn_row_sum(x, table, cols, vdupq_n_s32(max)), (uint32_t)p->levels);
    int32_t i;
    if (r.shift < 32) {
        qn_row_probabilities(x, table, cols, vdupq_n_s32(max), &r, y);
        return;
    }
    QN_NO_UNROLL
    for (i = 0; i < cols; i++) {
        y[i] = qn_probability((uint32_t)table[max - x[i]], &r);
    }
}

void qn_softmax_s8_mve(const qn_softmax_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y)
{
    const qn_softmax_s8_params q = *p;
    int32_t row;
    QN_NO_UNROLL
    for (row = 0; row < q.rows; row++) {
        qn_softmax_row_s8(&q, x, table, y);
        x += q.cols;
        y += q.cols;
    }
}
