/* qn_planes_to_pixels_8 for three planes; x and y share no byte. */
#include "qn.h"
#include "qn_neon.h"
#include "internal/neon.h"

void qn_planes_to_pixels_8_neon(const qn_planes_to_pixels_8_params *p, const uint8_t *x, uint8_t *y, void *scratch)
{
    const int32_t plane = p->height * p->width;
    int32_t i = 0;
    (void)scratch;
    QN_NO_UNROLL
    for (; i + 16 <= plane; i += 16, y += 48) {
        uint8x16x3_t pixel;
        pixel.val[0] = vld1q_u8(x + i);
        pixel.val[1] = vld1q_u8(x + plane + i);
        pixel.val[2] = vld1q_u8(x + 2 * plane + i);
        vst3q_u8(y, pixel);
    }
    QN_NO_UNROLL
    for (; i < plane; i++, y += 3) {
        y[0] = x[i];
        y[1] = x[plane + i];
        y[2] = x[2 * plane + i];
    }
}
