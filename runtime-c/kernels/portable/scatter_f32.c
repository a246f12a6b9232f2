/* Portable qn_scatter_f32. */
#include "qn.h"
#include "internal/float_math.h"

static inline float qn_combined_f32(float a, float b, int32_t operation)
{
    switch (operation) {
    case 1: return qn_rounded(a + b);
    case 2: return qn_rounded(a * b);
    case 3: return qn_is_nan(b) || qn_lessf(b, a) ? b : a;
    default: return qn_is_nan(b) || qn_lessf(a, b) ? b : a;
    }
}

void qn_scatter_f32(const qn_scatter_f32_params *p, const float *x, const int32_t *slots, const float *updates, float *y)
{
    const int32_t count = p->count, slice = p->slice, operation = p->operation, part_size = p->y_step * slice;
    int32_t part, i, j;
    if (x != y) {
        QN_MEMCPY(y, x, (size_t)(p->outer * part_size) * sizeof *y);
    }
    for (part = 0; part < p->outer; part++) {
        for (i = 0; i < count; i++) {
            float *to = y + slots[i] * slice;
            for (j = 0; j < slice; j++) {
                to[j] = qn_combined_f32(to[j], *updates++, operation);
            }
        }
        y += part_size;
    }
}
