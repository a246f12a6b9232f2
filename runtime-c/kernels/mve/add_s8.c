/* qn_add_s8 for MVE: four elements a vector. Where the clamp is that of int8, one saturating shift to the top of the lane shifts and clamps. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"

#define QN_TOP 24

typedef struct qn_addition {
    int32x4_t multiplier_a;
    int32_t multiplier_b;
    int32_t offset;
} qn_addition;

/* Assembly, because compilers choose the other factor as the register that is overwritten, and copy it each time. */
static inline int32x4_t qn_weighted_sum(const qn_addition *q, int32x4_t a, int32x4_t b)
{
    int32x4_t sum = a;
    __asm__("vmlas.s32 %q0, %q1, %2" : "+w"(sum) : "w"(q->multiplier_a), "r"(q->offset));
    return vmlaq_n_s32(sum, b, q->multiplier_b);
}

static inline int32x4_t qn_saturated_sum(const qn_addition *q, const int8_t *a, const int8_t *b, int32_t left)
{
    return vshrq_n_s32(vqshlq_r_s32(qn_weighted_sum(q, vldrbq_s32(a), vldrbq_s32(b)), left), QN_TOP);
}

/* Whole vectors of 16, clamped to int8. */
static inline void qn_add_saturated(const qn_addition *q, int32_t vectors, int32_t left, const int8_t *a, const int8_t *b, int8_t *y)
{
    QN_NO_UNROLL
    for (; vectors > 0; vectors--) {
        vstrbq_s32(y, qn_saturated_sum(q, a, b, left));
        vstrbq_s32(y + 4, qn_saturated_sum(q, a + 4, b + 4, left));
        vstrbq_s32(y + 8, qn_saturated_sum(q, a + 8, b + 8, left));
        vstrbq_s32(y + 12, qn_saturated_sum(q, a + 12, b + 12, left));
        a += 16;
        b += 16;
        y += 16;
    }
}

void qn_add_s8_mve(const qn_add_s8_params *p, const int8_t *a, const int8_t *b, int8_t *y)
{
    const int32x4_t min = vdupq_n_s32(p->out_min), max = vdupq_n_s32(p->out_max);
    const int32_t right = -p->shift;
    const qn_addition q = {vdupq_n_s32(p->multiplier_a), p->multiplier_b, p->offset};
    int32_t count = p->count, done = 0;
    if (p->out_min == -128 && p->out_max == 127) {
        done = count & ~15;
        qn_add_saturated(&q, done / 16, QN_TOP + right, a, b, y);
    }
    QN_NO_UNROLL
    for (; done < count; done += 4) {
        const mve_pred16_t lanes = vctp32q((uint32_t)(count - done));
        const int32x4_t sum = qn_weighted_sum(&q, vldrbq_z_s32(a + done, lanes), vldrbq_z_s32(b + done, lanes));
        vstrbq_p_s32(y + done, vminq_s32(vmaxq_s32(vshlq_r_s32(sum, right), min), max), lanes);
    }
}
