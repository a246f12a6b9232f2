/* Portable qn_trilu: each row is a part that is kept between one or two that are filled. */
#include "qn.h"
#include "internal/memory.h"

static int32_t qn_limited(int32_t value, int32_t max)
{
    const int32_t low = value < 0 ? 0 : value;
    return low < max ? low : max;
}

void qn_trilu(const qn_trilu_params *p, const uint8_t *x, uint8_t *y)
{
    const int32_t row_bytes = p->columns * p->element_bytes;
    int32_t image, row;
    for (image = 0; image < p->batch; image++) {
        for (row = 0; row < p->rows; row++) {
            const int32_t from = p->upper ? qn_limited(row + p->diagonal, p->columns) * p->element_bytes : 0;
            const int32_t to = p->upper ? row_bytes : qn_limited(row + p->diagonal + 1, p->columns) * p->element_bytes;
            QN_MEMSET(y, p->fill, (size_t)from);
            if (x != y) {
                QN_MEMCPY(y + from, x + from, (size_t)(to - from));
            }
            QN_MEMSET(y + to, p->fill, (size_t)(row_bytes - to));
            x += row_bytes;
            y += row_bytes;
        }
    }
}
