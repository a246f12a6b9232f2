/* Portable qn_scatter_i64. Sums and products wrap around: they are computed without sign. */
#include "qn.h"
#include "internal/memory.h"

static inline int64_t qn_combined_i64(int64_t a, int64_t b, int32_t operation)
{
    switch (operation) {
    case 1: return (int64_t)((uint64_t)a + (uint64_t)b);
    case 2: return (int64_t)((uint64_t)a * (uint64_t)b);
    case 3: return b < a ? b : a;
    default: return b > a ? b : a;
    }
}

void qn_scatter_i64(const qn_scatter_i64_params *p, const int64_t *x, const int32_t *slots, const int64_t *updates, int64_t *y)
{
    const int32_t count = p->count, slice = p->slice, operation = p->operation, part_size = p->y_step * slice;
    int32_t part, i, j;
    if (x != y) {
        QN_MEMCPY(y, x, (size_t)(p->outer * part_size) * sizeof *y);
    }
    for (part = 0; part < p->outer; part++) {
        for (i = 0; i < count; i++) {
            int64_t *to = y + slots[i] * slice;
            for (j = 0; j < slice; j++) {
                to[j] = qn_combined_i64(to[j], *updates++, operation);
            }
        }
        y += part_size;
    }
}
