/* Gathers one patch [kernel_h][kernel_w][in_c/groups] for NEON kernels: as gather.h, by vectors, with the usual windows ahead.
 * Reads nothing outside of x. */
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

/* x, where it ends, and how it is read. */
typedef struct qn_neon_source {
    qn_gather in;
    const uint8_t *end;
} qn_neon_source;

/* Windows without dilation or groups whose padding is one byte everywhere. */
QN_BLOCK void qn_neon_gather_rows(const qn_conv_geometry *g, const qn_gather *s, qn_pixel at, uint8_t *to)
{
    const int32_t in_h = g->in_h, kernel_w = g->kernel_w, bytes = s->pixel_bytes;
    const int32_t column = at.column * g->stride_w - g->pad_left;
    const int32_t line_bytes = g->in_w * bytes;
    const int32_t first = column < 0 ? (-column < kernel_w ? -column : kernel_w) : 0;
    const int32_t room = g->in_w - column;
    const int32_t end = room < kernel_w ? (room > first ? room : first) : kernel_w;
    const int32_t before = first * bytes, inside = (end - first) * bytes, after = (kernel_w - end) * bytes;
    const uint8x16_t padding = vdupq_n_u8((uint8_t)s->pad_byte);
    const uint8_t *from = s->x + (at.image * in_h * g->in_w + column + first) * bytes;
    int32_t row = at.row * g->stride_h - g->pad_top;
    const int32_t stop = row + g->kernel_h;
    QN_NO_UNROLL
    for (; row < stop; row++) {
        if (row < 0 || row >= in_h || inside == 0) {
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

/* All ones in bytes first to end - 1 of 16. */
QN_INLINE uint8x16_t qn_neon_bytes_between(int32_t first, int32_t end)
{
    static const uint8_t numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const uint8x16_t number = vld1q_u8(numbers);
    return vandq_u8(vcgeq_u8(number, vdupq_n_u8((uint8_t)(first < 16 ? first : 16))), vcltq_u8(number, vdupq_n_u8((uint8_t)(end < 0 ? 0 : end < 16 ? end : 16))));
}

/* Patches of `count` pixels without dilation of columns or groups, `slot` bytes from one to the next. Rows are copied by whole vectors where these stay
 * inside of x: up to 15 bytes behind each patch are overwritten. Short rows at an edge are one vector, of which the bytes outside are replaced. */
QN_BLOCK void qn_neon_gather_pixels(const qn_conv_geometry *g, const qn_neon_source *s, qn_pixel at, int32_t count, uint8_t *to, int32_t slot)
{
    const int32_t in_h = g->in_h, in_w = g->in_w, out_h = g->out_h, out_w = g->out_w, kernel_h = g->kernel_h, kernel_w = g->kernel_w;
    const int32_t stride_h = g->stride_h, stride_w = g->stride_w, pad_top = g->pad_top, pad_left = g->pad_left, dilation = g->dilation_h;
    const int32_t bytes = s->in.pixel_bytes, run = kernel_w * bytes, line_bytes = in_w * bytes, whole = (run + 15) & ~15;
    const int32_t size = (int32_t)(s->end - s->in.x), last = (kernel_h - 1) * dilation;
    const uint8x16_t padding = vdupq_n_u8((uint8_t)s->in.pad_byte);
    const uint8_t *const x = s->in.x;
    QN_NO_UNROLL
    for (; count > 0; count--, to += slot) {
        const int32_t column = at.column * stride_w - pad_left, top = at.row * stride_h - pad_top;
        const int32_t start = ((at.image * in_h + top) * in_w + column) * bytes;
        const int32_t stop = start + last * line_bytes + whole;
        uint8_t *next = to;
        int32_t i, k;
        if (top >= 0 && column >= 0 && top + last < in_h && column + kernel_w <= in_w && stop <= size) {
            const uint8_t *from = x + start;
            QN_NO_UNROLL
            for (i = kernel_h; i > 0; i--, next += run, from += dilation * line_bytes) {
                vst1q_u8(next, vld1q_u8(from));
                QN_NO_UNROLL
                for (k = 16; k < run; k += 16) {
                    vst1q_u8(next + k, vld1q_u8(from + k));
                }
            }
        } else if (run > 16 && dilation == 1) {
            qn_neon_gather_rows(g, &s->in, at, to);
        } else if (run > 16 || start + (top < 0 ? -top * line_bytes : 0) < 0 || stop > size) {
            qn_gather_patch(g, &s->in, at, to);
        } else {
            const uint8x16_t inside = qn_neon_bytes_between(column < 0 ? -column * bytes : 0, (in_w - column) * bytes);
            QN_NO_UNROLL
            for (i = top; i <= top + last; i += dilation, next += run) {
                vst1q_u8(next, i >= 0 && i < in_h ? vbslq_u8(inside, vld1q_u8(x + start + (i - top) * line_bytes), padding) : padding);
            }
        }
        at = qn_next_pixel(at, out_h, out_w);
    }
}

/* Patches of `count` pixels, `slot` bytes from one to the next; up to 15 bytes behind each are overwritten. */
QN_INLINE void qn_neon_gather(const qn_conv_geometry *g, const qn_neon_source *s, qn_pixel at, int32_t count, uint8_t *to, int32_t slot)
{
    if (g->dilation_w == 1 && s->in.group_bytes == s->in.pixel_bytes && s->in.pad == 0) {
        qn_neon_gather_pixels(g, s, at, count, to, slot);
        return;
    }
    QN_NO_UNROLL
    for (; count > 0; count--, to += slot) {
        qn_gather_patch(g, &s->in, at, to);
        at = qn_next_pixel(at, g->out_h, g->out_w);
    }
}

#endif
