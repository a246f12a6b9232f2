/* qn_dequantize_s8_f32 for MVE. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"

void qn_dequantize_s8_f32_mve(const qn_dequantize_s8_f32_params *p, const int8_t *x, float *y)
{
    const float scale = p->scale;
    const int32_t zero_point = p->zero_point;
    int32_t count = p->count;
    QN_NO_UNROLL
    for (; count > 0; count -= 4) {
        const mve_pred16_t lanes = vctp32q((uint32_t)count);
        vst1q_p_f32(y, vmulq_n_f32(vcvtq_f32_s32(vsubq_n_s32(vldrbq_z_s32(x, lanes), zero_point)), scale), lanes);
        x += 4;
        y += 4;
    }
}
