/* qn_copy_nd_8 for three planes that become pixels of three channels. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon.h"

void qn_copy_nd_8_neon(const qn_copy_nd_8_params *p, const uint8_t *x, uint8_t *y)
{
    const int32_t pixels = p->d4, plane = p->x_s5;
    int32_t i = 0;
    QN_NO_UNROLL
    for (; i + 16 <= pixels; i += 16, y += 48) {
        uint8x16x3_t pixel;
        pixel.val[0] = vld1q_u8(x + i);
        pixel.val[1] = vld1q_u8(x + plane + i);
        pixel.val[2] = vld1q_u8(x + 2 * plane + i);
        vst3q_u8(y, pixel);
    }
    QN_NO_UNROLL
    for (; i < pixels; i++, y += 3) {
        y[0] = x[i];
        y[1] = x[plane + i];
        y[2] = x[2 * plane + i];
    }
}
