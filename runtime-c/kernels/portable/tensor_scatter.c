/* Portable qn_tensor_scatter. */
#include "qn.h"
#include "internal/slices.h"

/* Where the first slice goes. */
static int32_t qn_first_place(const qn_tensor_scatter_params *p, int64_t start)
{
    if (p->circular) {
        const int32_t rest = (int32_t)(start % p->size);
        return rest < 0 ? rest + p->size : rest;
    }
    if (start < 0) {
        return 0;
    }
    return start < p->size - p->count ? (int32_t)start : p->size - p->count;
}

void qn_tensor_scatter(const qn_tensor_scatter_params *p, const uint8_t *x, const uint8_t *update, const int64_t *starts, uint8_t *y)
{
    const int32_t part_bytes = p->size * p->slice_bytes;
    int32_t image, part, i;
    if (x != y) {
        QN_MEMCPY(y, x, (size_t)(p->batch * p->outer * part_bytes));
    }
    for (image = 0; image < p->batch; image++) {
        const int32_t first = qn_first_place(p, starts != NULL ? starts[image] : 0);
        for (part = 0; part < p->outer; part++) {
            int32_t place = first;
            for (i = 0; i < p->count; i++) {
                qn_copy_slice(y + place * p->slice_bytes, update, p->slice_bytes);
                update += p->slice_bytes;
                place = place + 1 < p->size ? place + 1 : 0;
            }
            y += part_bytes;
        }
    }
}
