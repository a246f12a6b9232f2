/* Portable qn_scatter_slices. */
#include "qn.h"
#include "internal/slices.h"

void qn_scatter_slices(const qn_scatter_slices_params *p, const uint8_t *x, const int32_t *slots, const uint8_t *updates, uint8_t *y)
{
    const int32_t count = p->count, bytes = p->slice_bytes, part_bytes = p->y_step * bytes;
    int32_t part, i;
    if (x != y) {
        QN_MEMCPY(y, x, (size_t)(p->outer * part_bytes));
    }
    for (part = 0; part < p->outer; part++) {
        for (i = 0; i < count; i++) {
            qn_copy_slice(y + slots[i] * bytes, updates, bytes);
            updates += bytes;
        }
        y += part_bytes;
    }
}
