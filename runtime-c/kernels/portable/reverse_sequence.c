/* Portable qn_reverse_sequence. */
#include "qn.h"
#include "internal/slices.h"

void qn_reverse_sequence(const qn_reverse_sequence_params *p, const uint8_t *x, const int64_t *lengths, uint8_t *y)
{
    int32_t image, step;
    for (image = 0; image < p->batch; image++) {
        const int64_t positive = lengths[image] < 0 ? 0 : lengths[image];
        const int32_t length = positive < p->steps ? (int32_t)positive : p->steps;
        for (step = 0; step < p->steps; step++) {
            const int32_t from = step < length ? length - 1 - step : step;
            qn_copy_slice(y + image * p->batch_bytes + step * p->step_bytes, x + image * p->batch_bytes + from * p->step_bytes, p->slice_bytes);
        }
    }
}
