/* Portable qn_one_hot. */
#include "qn.h"
#include "internal/slices.h"

void qn_one_hot(const qn_one_hot_params *p, const int32_t *indices, const int64_t *indices64, const uint8_t *values, uint8_t *y)
{
    const int32_t inner = p->inner, bytes = p->element_bytes;
    int32_t part, depth, i;
    for (part = 0; part < p->outer; part++) {
        for (depth = 0; depth < p->depth; depth++) {
            for (i = 0; i < inner; i++) {
                const int64_t index = indices != NULL ? indices[part * inner + i] : indices64[part * inner + i];
                const int hot = index == depth || index + p->depth == depth;
                qn_copy_slice(y, hot ? values + bytes : values, bytes);
                y += bytes;
            }
        }
    }
}
