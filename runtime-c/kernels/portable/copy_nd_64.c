/* Portable qn_copy_nd_64: the two innermost dimensions in one function; contiguous rows are copied whole. */
#include "qn.h"
#include "internal/memory.h"

/* Dimensions d4 and d5 of p. */
static void qn_copy_plane(const qn_copy_nd_64_params *p, const uint64_t *x, uint64_t *y)
{
    const int32_t rows = p->d4, columns = p->d5, x_step = p->x_s5, y_step = p->y_s5;
    int32_t i, j;
    for (i = 0; i < rows; i++) {
        if (x_step == 1 && y_step == 1) {
            QN_MEMCPY(y, x, (size_t)columns * sizeof *x);
        } else {
            const uint64_t *from = x;
            uint64_t *to = y;
            for (j = columns; j > 0; j--) {
                *to = *from;
                from += x_step;
                to += y_step;
            }
        }
        x += p->x_s4;
        y += p->y_s4;
    }
}

/* Dimensions d2 to d5. */
static void qn_copy_block(const qn_copy_nd_64_params *p, const uint64_t *x, uint64_t *y)
{
    int32_t i, j;
    for (i = 0; i < p->d2; i++) {
        for (j = 0; j < p->d3; j++) {
            qn_copy_plane(p, x + i * p->x_s2 + j * p->x_s3, y + i * p->y_s2 + j * p->y_s3);
        }
    }
}

void qn_copy_nd_64(const qn_copy_nd_64_params *p, const uint64_t *x, uint64_t *y)
{
    const qn_copy_nd_64_params q = *p;
    int32_t i, j;
    for (i = 0; i < q.d0; i++) {
        for (j = 0; j < q.d1; j++) {
            qn_copy_block(&q, x + i * q.x_s0 + j * q.x_s1, y + i * q.y_s0 + j * q.y_s1);
        }
    }
}
