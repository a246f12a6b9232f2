/* qn_planes_to_pixels_8 for MVE: 16 elements of a plane a scatter. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"

/* At most 17 planes: offsets of a scatter are bytes. */
QN_BLOCK void qn_interleave(const uint8_t *x, int32_t plane, int32_t planes, int32_t width, uint8_t *y)
{
    const uint8x16_t places = vmulq_n_u8(vidupq_n_u8(0, 1), (uint8_t)planes);
    int32_t j;
    for (j = 0; j < planes; j++) {
        const uint8_t *from = x + j * plane;
        uint8_t *to = y + j;
        int32_t left = width;
        QN_NO_UNROLL
        for (; left > 0; left -= 16, from += 16, to += 16 * planes) {
            const mve_pred16_t lanes = vctp8q((uint32_t)left);
            vstrbq_scatter_offset_p_u8(to, places, vld1q_z_u8(from, lanes), lanes);
        }
    }
}

#include "internal/planes_to_pixels_8_core.h"

void qn_planes_to_pixels_8_mve(const qn_planes_to_pixels_8_params *p, const uint8_t *x, uint8_t *y, void *scratch)
{
    qn_planes_to_pixels_8_core(p, x, y, scratch);
}
