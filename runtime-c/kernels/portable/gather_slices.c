/* Portable qn_gather_slices. */
#include "qn.h"
#include "internal/slices.h"

void qn_gather_slices(const qn_gather_slices_params *p, const uint8_t *x, const int32_t *slots, uint8_t *y)
{
    const int32_t count = p->count, bytes = p->slice_bytes;
    int32_t part, i;
    for (part = 0; part < p->outer; part++) {
        for (i = 0; i < count; i++) {
            qn_copy_slice(y, x + slots[i] * bytes, bytes);
            y += bytes;
        }
        x += p->x_step * bytes;
    }
}
