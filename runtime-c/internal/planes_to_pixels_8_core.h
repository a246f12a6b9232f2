/* Body of qn_planes_to_pixels_8, given qn_interleave(x, plane, planes, width, y): `width` pixels of planes that begin `plane` bytes apart.
 * Over its own input it first moves whole rows to their places, along the cycles of the permutation [plane][row] -> [row][plane], then interleaves each
 * row by way of scratch. */
#ifndef QN_INTERNAL_PLANES_TO_PIXELS_8_CORE_H
#define QN_INTERNAL_PLANES_TO_PIXELS_8_CORE_H

#include "codegen.h"
#include "memory.h"
#include "qn_move.h"

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

static inline void qn_planes_to_pixels_8_core(const qn_planes_to_pixels_8_params *p, const uint8_t *x, uint8_t *y, void *scratch)
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

#endif
