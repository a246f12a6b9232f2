/* Portable qn_planes_to_pixels_8. Over its own input it first moves whole rows to their places, along the cycles of the permutation
 * [plane][row] -> [row][plane], then interleaves each row by way of scratch. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/memory.h"

/* `width` pixels of planes that begin `plane` bytes apart. */
QN_BLOCK void qn_interleave(const uint8_t *x, int32_t plane, int32_t planes, int32_t width, uint8_t *y)
{
    int32_t i, j;
    if (planes == 3) {
        QN_NO_UNROLL
        for (i = width; i > 0; i--, x++, y += 3) {
            y[0] = x[0];
            y[1] = x[plane];
            y[2] = x[2 * plane];
        }
        return;
    }
    for (i = 0; i < width; i++, x++) {
        for (j = 0; j < planes; j++) {
            *y++ = x[j * plane];
        }
    }
}

/* Where the row that belongs at `row` lies. */
static inline int32_t qn_source_row(const qn_planes_to_pixels_8_params *p, int32_t row)
{
    return row % p->planes * p->height + row / p->planes;
}

/* Moves the rows of the cycle that begins at `first`, if no row of it lies before: each cycle is moved once. */
QN_BLOCK void qn_move_cycle(const qn_planes_to_pixels_8_params *p, uint8_t *y, uint8_t *room, int32_t first)
{
    const int32_t width = p->width;
    int32_t from = first, to = first;
    do {
        from = qn_source_row(p, from);
    } while (from > first);
    if (from < first) {
        return;
    }
    QN_MEMCPY(room, y + first * width, (size_t)width);
    for (from = qn_source_row(p, to); from != first; from = qn_source_row(p, to)) {
        QN_MEMCPY(y + to * width, y + from * width, (size_t)width);
        to = from;
    }
    QN_MEMCPY(y + to * width, room, (size_t)width);
}

void qn_planes_to_pixels_8(const qn_planes_to_pixels_8_params *p, const uint8_t *x, uint8_t *y, void *scratch)
{
    const qn_planes_to_pixels_8_params q = *p;
    const int32_t row = q.planes * q.width;
    uint8_t *room = (uint8_t *)scratch;
    int32_t i;
    if (x != y) {
        qn_interleave(x, q.height * q.width, q.planes, q.height * q.width, y);
        return;
    }
    for (i = 1; i < q.planes * q.height - 1; i++) {
        qn_move_cycle(&q, y, room, i);
    }
    for (i = 0; i < q.height; i++, y += row) {
        QN_MEMCPY(room, y, (size_t)row);
        qn_interleave(room, q.width, q.planes, q.width, y);
    }
}
