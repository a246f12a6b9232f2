/* Gathers one patch [kernel_h][kernel_w][in_c/groups] for NEON kernels: as gather.h, by vectors, with the usual windows ahead.
 * Reads and writes the bytes of the patch and no others. */
#ifndef QN_INTERNAL_NEON_GATHER_H
#define QN_INTERNAL_NEON_GATHER_H

#include "gather.h"
#include "neon.h"

/* Copies `bytes` (1 or more); the last vector overlaps the one before. */
QN_INLINE uint8_t *qn_neon_copy(uint8_t *to, const uint8_t *from, int32_t bytes)
{
    int32_t i = 0;
    if (bytes >= 16) {
        QN_NO_UNROLL
        for (; i + 16 <= bytes; i += 16) {
            vst1q_u8(to + i, vld1q_u8(from + i));
        }
        if (i < bytes) {
            vst1q_u8(to + bytes - 16, vld1q_u8(from + bytes - 16));
        }
    } else if (bytes >= 8) {
        const uint8x8_t first = vld1_u8(from), last = vld1_u8(from + bytes - 8);
        vst1_u8(to, first);
        vst1_u8(to + bytes - 8, last);
    } else {
        QN_NO_UNROLL
        do {
            to[i] = from[i];
        } while (++i < bytes);
    }
    return to + bytes;
}

QN_INLINE uint8_t *qn_neon_fill(uint8_t *to, uint8x16_t value, int32_t bytes)
{
    int32_t i = 0;
    QN_NO_UNROLL
    for (; i + 16 <= bytes; i += 16) {
        vst1q_u8(to + i, value);
    }
    QN_NO_UNROLL
    for (; i < bytes; i++) {
        to[i] = vgetq_lane_u8(value, 0);
    }
    return to + bytes;
}

/* Windows without dilation or groups whose padding is one byte everywhere. */
QN_BLOCK void qn_neon_gather_rows(const qn_conv_geometry *g, const qn_gather *s, qn_pixel at, uint8_t *to)
{
    const int32_t column = at.column * g->stride_w - g->pad_left;
    const int32_t line_bytes = g->in_w * s->pixel_bytes;
    const int32_t first = column < 0 ? (-column < g->kernel_w ? -column : g->kernel_w) : 0;
    const int32_t room = g->in_w - column;
    const int32_t end = room < g->kernel_w ? (room > first ? room : first) : g->kernel_w;
    const int32_t before = first * s->pixel_bytes, inside = (end - first) * s->pixel_bytes, after = (g->kernel_w - end) * s->pixel_bytes;
    const uint8x16_t padding = vdupq_n_u8((uint8_t)s->pad_byte);
    const uint8_t *from = s->x + (at.image * g->in_h * g->in_w + column + first) * s->pixel_bytes;
    int32_t row = at.row * g->stride_h - g->pad_top;
    const int32_t stop = row + g->kernel_h;
    QN_NO_UNROLL
    for (; row < stop; row++) {
        if (row < 0 || row >= g->in_h || inside == 0) {
            to = qn_neon_fill(to, padding, before + inside + after);
        } else {
            if (before > 0) {
                to = qn_neon_fill(to, padding, before);
            }
            to = qn_neon_copy(to, from + row * line_bytes, inside);
            if (after > 0) {
                to = qn_neon_fill(to, padding, after);
            }
        }
    }
}

QN_INLINE void qn_neon_gather(const qn_conv_geometry *g, const qn_gather *s, qn_pixel at, uint8_t *to)
{
    if (g->dilation_h == 1 && g->dilation_w == 1 && s->group_bytes == s->pixel_bytes && s->pad == 0) {
        qn_neon_gather_rows(g, s, at, to);
    } else {
        qn_gather_patch(g, s, at, to);
    }
}

#endif
