/* Walks all channels of up to four pixels by blocks, for the filter header that was included before: its qn_neon_block computes one block. */
#ifndef QN_INTERNAL_NEON_FILTER_LOOP_H
#define QN_INTERNAL_NEON_FILTER_LOOP_H

#include "neon_filters.h"

/* All channels of `pixels` (4 or 1, a constant) pixels whose outputs lie `stride` apart. */
QN_INLINE void qn_neon_all_channels(const qn_patches *s, int32_t pixels, const qn_filters_neon *f, qn_out *y, int32_t stride, const qn_neon_output *out)
{
    const qn_element *w = f->w;
    const qn_channels_4 *c = f->channel;
    int32_t left = f->channels;
#if QN_VECTORS == 4
    QN_NO_UNROLL
    for (; left >= 16; left -= 16, c += 4, y += 16) {
        w = qn_neon_block(s, w, c, pixels, 4, 4, y, stride, out);
    }
    if (left >= 8) {
        w = qn_neon_block(s, w, c, pixels, 2, 4, y, stride, out);
        left -= 8;
        c += 2;
        y += 8;
    }
#endif
    QN_NO_UNROLL
    for (; left > 0; left -= 4, c++, y += 4) {
        w = qn_neon_block(s, w, c, pixels, 1, left < 4 ? left : 4, y, stride, out);
    }
}

/* All channels of `count` pixels. */
QN_BLOCK void qn_neon_filter(const qn_patches *patches, int32_t count, const qn_filters_neon *f, qn_out *y, int32_t stride, const qn_epilogue *epilogue)
{
    const qn_neon_output out = qn_neon_output_of(epilogue);
    qn_patches s = *patches;
    int32_t i;
    QN_NO_UNROLL
    for (; count >= QN_PIXELS; count -= QN_PIXELS, y += QN_PIXELS * stride) {
        qn_neon_all_channels(&s, QN_PIXELS, f, y, stride, &out);
        for (i = 0; i < QN_PIXELS; i++) {
            s.a[i] += s.advance;
        }
    }
    QN_NO_UNROLL
    for (; count > 0; count--, y += stride) {
        qn_neon_all_channels(&s, 1, f, y, stride, &out);
        s.a[0] = s.a[1];
        s.a[1] = s.a[2];
    }
}

#endif
