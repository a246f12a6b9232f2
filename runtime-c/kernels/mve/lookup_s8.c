/* qn_lookup_s8 for MVE: 16 table entries a gather. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"

void qn_lookup_s8_mve(const qn_lookup_s8_params *p, const int8_t *x, const int8_t *table, int8_t *y)
{
    const uint8x16_t sign = vdupq_n_u8(0x80);
    int32_t count = p->count;
    QN_NO_UNROLL
    for (; count > 0; count -= 16) {
        const mve_pred16_t lanes = vctp8q((uint32_t)count);
        const uint8x16_t index = veorq_u8(vreinterpretq_u8_s8(vld1q_z_s8(x, lanes)), sign);
        vst1q_p_s8(y, vldrbq_gather_offset_z_s8(table, index, lanes), lanes);
        x += 16;
        y += 16;
    }
}
