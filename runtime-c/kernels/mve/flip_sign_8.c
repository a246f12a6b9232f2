/* qn_flip_sign_8 for MVE. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"

void qn_flip_sign_8_mve(const qn_flip_sign_8_params *p, const uint8_t *x, int8_t *y)
{
    const uint8x16_t sign = vdupq_n_u8(0x80);
    int32_t count = p->count;
    QN_NO_UNROLL
    for (; count > 0; count -= 16) {
        const mve_pred16_t lanes = vctp8q((uint32_t)count);
        vst1q_p_s8(y, vreinterpretq_s8_u8(veorq_u8(vld1q_z_u8(x, lanes), sign)), lanes);
        x += 16;
        y += 16;
    }
}
