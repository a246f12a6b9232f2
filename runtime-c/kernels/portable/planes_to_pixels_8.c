/* Portable qn_planes_to_pixels_8. */
#include "qn.h"
#include "internal/codegen.h"

/* `width` pixels of planes that begin `plane` bytes apart. */
QN_BLOCK void qn_interleave(const uint8_t *x, int32_t plane, int32_t planes, int32_t width, uint8_t *y)
{
    int32_t i, j;
    if (planes == 3) {
        QN_NO_UNROLL
        for (i = width; i > 0; i--, x++, y += 3) {
            y[0] = x[0];
            y[1] = x[plane];
            y[2] = x[2 * plane];
        }
        return;
    }
    for (i = 0; i < width; i++, x++) {
        for (j = 0; j < planes; j++) {
            *y++ = x[j * plane];
        }
    }
}

#include "internal/planes_to_pixels_8_core.h"

void qn_planes_to_pixels_8(const qn_planes_to_pixels_8_params *p, const uint8_t *x, uint8_t *y, void *scratch)
{
    qn_planes_to_pixels_8_core(p, x, y, scratch);
}
