/* Portable qn_scatter_i32. Sums and products wrap around: they are computed without sign. */
#include "qn.h"
#include "internal/memory.h"

static inline int32_t qn_combined_i32(int32_t a, int32_t b, int32_t operation)
{
    switch (operation) {
    case 1: return (int32_t)((uint32_t)a + (uint32_t)b);
    case 2: return (int32_t)((uint32_t)a * (uint32_t)b);
    case 3: return b < a ? b : a;
    default: return b > a ? b : a;
    }
}

void qn_scatter_i32(const qn_scatter_i32_params *p, const int32_t *x, const int32_t *slots, const int32_t *updates, int32_t *y)
{
    const int32_t count = p->count, slice = p->slice, operation = p->operation, part_size = p->y_step * slice;
    int32_t part, i, j;
    if (x != y) {
        QN_MEMCPY(y, x, (size_t)(p->outer * part_size) * sizeof *y);
    }
    for (part = 0; part < p->outer; part++) {
        for (i = 0; i < count; i++) {
            int32_t *to = y + slots[i] * slice;
            for (j = 0; j < slice; j++) {
                to[j] = qn_combined_i32(to[j], *updates++, operation);
            }
        }
        y += part_size;
    }
}
