/* Portable qn_index_slots. */
#include "qn.h"
#include "internal/memory.h"

enum { QN_SLOT_RANK = 6 };

/* The params as arrays: the same layout. */
typedef struct qn_slot_rule {
    int32_t grid[QN_SLOT_RANK], base[QN_SLOT_RANK];
    int32_t depth;
    int32_t size[QN_SLOT_RANK], stride[QN_SLOT_RANK];
} qn_slot_rule;

static int32_t qn_clamped_index(int64_t index, int32_t size)
{
    const int64_t counted = index < 0 ? index + size : index;
    if (counted < 0) {
        return 0;
    }
    return counted < size ? (int32_t)counted : size - 1;
}

/* Moves `at` to the next place of the grid; returns its base. */
static int32_t qn_next_base(const int32_t *grid, const int32_t *base, int32_t *at, int32_t sum)
{
    int32_t d;
    for (d = QN_SLOT_RANK - 1; d >= 0; d--) {
        sum += base[d];
        at[d]++;
        if (at[d] < grid[d]) {
            break;
        }
        sum -= base[d] * grid[d];
        at[d] = 0;
    }
    return sum;
}

void qn_index_slots(const qn_index_slots_params *p, const int32_t *indices, const int64_t *indices64, int32_t *y)
{
    const int32_t count = p->d0 * p->d1 * p->d2 * p->d3 * p->d4 * p->d5, depth = p->depth;
    int32_t at[QN_SLOT_RANK] = {0, 0, 0, 0, 0, 0};
    int32_t i, k, sum = 0;
    qn_slot_rule rule;
    QN_MEMCPY(&rule, p, sizeof rule);
    for (i = 0; i < count; i++) {
        int32_t slot = sum;
        for (k = 0; k < depth; k++) {
            const int64_t index = indices != NULL ? indices[i * depth + k] : indices64[i * depth + k];
            slot += qn_clamped_index(index, rule.size[k]) * rule.stride[k];
        }
        y[i] = slot;
        sum = qn_next_base(rule.grid, rule.base, at, sum);
    }
}
