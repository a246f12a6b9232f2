/* Body of the NEON kernels of depthwise convolution, int8 and float, where each output channel has its own input channel and there are enough for a block.
 * The header of the taps (neon_depthwise_s8.h, neon_depthwise_f32.h) comes first. Channels go in wide blocks, then in narrow ones, or in the least where there are too few; the last of these may
 * begin inside the block before it and then writes the same values again. Taps outside of x read a run of padding in scratch. */
#ifndef QN_INTERNAL_NEON_DEPTHWISE_CORE_H
#define QN_INTERNAL_NEON_DEPTHWISE_CORE_H

#include "conv_geometry.h"

#if defined(QN_FLOAT_ELEMENTS) && defined(QN_INT8_OUTPUT)
typedef qn_depthwise_conv2d_f32_s8_params qn_depthwise_params;
#elif defined(QN_FLOAT_ELEMENTS)
typedef qn_depthwise_conv2d_f32_params qn_depthwise_params;
#elif defined(QN_FLOAT_OUTPUT)
typedef qn_depthwise_conv2d_s8_f32_params qn_depthwise_params;
#else
typedef qn_depthwise_conv2d_s8_params qn_depthwise_params;
#endif

#if defined(QN_FLOAT_ELEMENTS)
#define QN_PAD_BYTE(p) 0
#else
#define QN_PAD_BYTE(p) ((p)->pad_value)
#endif

/* Largest window: src/kernels/geometry/neon-packing.ts refuses others. */
#define QN_MOST_TAPS 49

/* State of one call. */
typedef struct qn_neon_depthwise {
    qn_conv_geometry g;
    const qn_element *x;
    const qn_element *padding;
    const qn_element *w;
    const qn_channels_4 *channel;
    qn_neon_output out;
    int32_t taps;
    /* Output columns whose windows lie inside x, where their rows do. */
    int32_t first;
    int32_t end;
    /* Elements from a window's first tap to each tap inside x. */
    ptrdiff_t offset[QN_MOST_TAPS];
} qn_neon_depthwise;

/* 4 * vectors channels; vectors is QN_WIDE or QN_NARROW. */
typedef struct qn_depthwise_block {
    const qn_element *w;
    const qn_channels_4 *channel;
    int32_t first;
} qn_depthwise_block;

/* Pixels in a row whose windows lie inside x, the first at x, the next `step` elements on; taps are a constant. */
QN_INLINE void qn_depthwise_run_of(const qn_neon_depthwise *d, const qn_depthwise_block *b, const qn_element *x, int32_t step, int32_t count, int32_t taps, int32_t vectors, qn_out *y)
{
    const qn_neon_channels channels = qn_neon_channels_of(b->channel, vectors);
    const qn_neon_output out = d->out;
    const int32_t stride = d->g.out_c;
    qn_tap w[9];
    ptrdiff_t offset[9];
    qn_acc bias[4];
    int32_t t;
    QN_UNROLL
    for (t = 0; t < taps; t++) {
        w[t] = qn_load_channels(b->w + 4 * vectors * t, vectors);
        offset[t] = d->offset[t];
    }
    QN_UNROLL
    for (t = 0; t < vectors; t++) {
        bias[t] = QN_LOAD_BIAS(b->channel[t].bias);
    }
    QN_NO_UNROLL
    for (; count > 0; count--) {
        qn_acc acc[4];
        QN_UNROLL
        for (t = 0; t < vectors; t++) {
            acc[t] = bias[t];
        }
        QN_UNROLL
        for (t = 0; t < taps; t += 2) {
            qn_tap value[2];
            value[0] = qn_load_channels(x + offset[t], vectors);
            value[1] = t + 1 < taps ? qn_load_channels(x + offset[t + 1], vectors) : value[0];
            qn_depthwise_taps(value, w + t, t + 1 < taps ? 2 : 1, vectors, acc);
        }
        qn_neon_store(y, 0, acc, 1, vectors, 4, &channels, &out);
        QN_STEP(x, step);
        y += stride;
    }
}

/* One pixel with any window; tap t begins at tap[t], the block's channels `first` elements on. */
QN_INLINE void qn_depthwise_any(const qn_neon_depthwise *d, const qn_depthwise_block *b, const qn_element *const *tap, int32_t taps, int32_t vectors, qn_out *y)
{
    const qn_neon_channels channels = qn_neon_channels_of(b->channel, vectors);
    const qn_element *w = b->w;
    qn_tap value[2], weight[2];
    qn_acc acc[4];
    int32_t t;
    QN_UNROLL
    for (t = 0; t < vectors; t++) {
        acc[t] = QN_LOAD_BIAS(b->channel[t].bias);
    }
    for (t = 0; t + 2 <= taps; t += 2, w += 8 * vectors) {
        value[0] = qn_load_channels(tap[t] + b->first, vectors);
        value[1] = qn_load_channels(tap[t + 1] + b->first, vectors);
        weight[0] = qn_load_channels(w, vectors);
        weight[1] = qn_load_channels(w + 4 * vectors, vectors);
        qn_depthwise_taps(value, weight, 2, vectors, acc);
    }
    if (t < taps) {
        value[0] = qn_load_channels(tap[t] + b->first, vectors);
        weight[0] = qn_load_channels(w, vectors);
        qn_depthwise_taps(value, weight, 1, vectors, acc);
    }
    qn_neon_store(y, 0, acc, 1, vectors, 4, &channels, &d->out);
}

/* The block after `b`. */
QN_INLINE void qn_next_block(const qn_neon_depthwise *d, qn_depthwise_block *b, int32_t vectors)
{
    b->w += 4 * vectors * d->taps;
    b->channel += vectors;
    b->first += 4 * vectors;
}

/* One statement for each block of channels, by its vectors. */
#define QN_FOR_SMALL_BLOCKS(d, b, vectors, statement)               \
    while (b.first < (d)->g.out_c) {                                \
        const int32_t most_ = (d)->g.out_c - 4 * (vectors);         \
        b.first = b.first < most_ ? b.first : most_;                \
        statement;                                                  \
        qn_next_block((d), &b, (vectors));                          \
    }

#define QN_FOR_BLOCKS(d, b, wide, narrow, least)                    \
    do {                                                            \
        qn_depthwise_block b = {(d)->w, (d)->channel, 0};           \
        QN_NO_UNROLL                                                \
        while (b.first + 4 * QN_WIDE <= (d)->g.out_c) {             \
            wide;                                                   \
            qn_next_block((d), &b, QN_WIDE);                        \
        }                                                           \
        if ((d)->g.out_c >= 4 * QN_NARROW) {                        \
            QN_NO_UNROLL                                            \
            QN_FOR_SMALL_BLOCKS(d, b, QN_NARROW, narrow)            \
        } else {                                                    \
            QN_NO_UNROLL                                            \
            QN_FOR_SMALL_BLOCKS(d, b, QN_LEAST, least)              \
        }                                                           \
    } while (0)

/* All channels of one pixel whose window may touch padding. */
QN_BLOCK void qn_depthwise_pixel(const qn_neon_depthwise *d, qn_pixel at, qn_out *y)
{
    const qn_conv_geometry *g = &d->g;
    const qn_element *const padding = d->padding;
    const qn_element *tap[QN_MOST_TAPS];
    const qn_element **next = tap;
    const int32_t in_h = g->in_h, in_w = g->in_w, kernel_w = g->kernel_w, dilation = g->dilation_w, step = dilation * g->in_c;
    const int32_t first = at.column * g->stride_w - g->pad_left;
    int32_t row = at.row * g->stride_h - g->pad_top;
    int32_t i, j;
    QN_NO_UNROLL
    for (i = g->kernel_h; i > 0; i--, row += g->dilation_h) {
        const uint32_t width = (uint32_t)row < (uint32_t)in_h ? (uint32_t)in_w : 0u;
        int32_t offset = ((at.image * in_h + row) * in_w + first) * g->in_c;
        int32_t column = first;
        QN_NO_UNROLL
        for (j = kernel_w; j > 0; j--, column += dilation, offset += step) {
            *next++ = (uint32_t)column < width ? d->x + offset : padding;
        }
    }
    if (d->taps == 9) {
        QN_FOR_BLOCKS(d, b, qn_depthwise_any(d, &b, tap, 9, QN_WIDE, y + b.first), qn_depthwise_any(d, &b, tap, 9, QN_NARROW, y + b.first), qn_depthwise_any(d, &b, tap, 9, QN_LEAST, y + b.first));
    } else {
        QN_FOR_BLOCKS(d, b, qn_depthwise_any(d, &b, tap, d->taps, QN_WIDE, y + b.first), qn_depthwise_any(d, &b, tap, d->taps, QN_NARROW, y + b.first), qn_depthwise_any(d, &b, tap, d->taps, QN_LEAST, y + b.first));
    }
}

/* All channels of `count` pixels from `at` on, 3x3 windows inside x. */
QN_BLOCK void qn_depthwise_3x3_run(const qn_neon_depthwise *d, qn_pixel at, int32_t count, qn_out *y)
{
    const qn_conv_geometry *g = &d->g;
    const int32_t row = at.row * g->stride_h - g->pad_top, column = at.column * g->stride_w - g->pad_left;
    const qn_element *x = d->x + ((at.image * g->in_h + row) * g->in_w + column) * g->in_c;
    const int32_t step = g->stride_w * g->in_c;
    QN_FOR_BLOCKS(d, b, qn_depthwise_run_of(d, &b, x + b.first, step, count, 9, QN_WIDE, y + b.first), qn_depthwise_run_of(d, &b, x + b.first, step, count, 9, QN_NARROW, y + b.first), qn_depthwise_run_of(d, &b, x + b.first, step, count, 9, QN_LEAST, y + b.first));
}

/* One row of outputs. */
static inline void qn_depthwise_row(const qn_neon_depthwise *d, qn_pixel at, qn_out *y)
{
    const qn_conv_geometry *g = &d->g;
    const int32_t row = at.row * g->stride_h - g->pad_top;
    const int fast = d->taps == 9 && row >= 0 && row + (g->kernel_h - 1) * g->dilation_h < g->in_h;
    QN_NO_UNROLL
    for (at.column = 0; at.column < g->out_w;) {
        if (fast && at.column == d->first && d->end > d->first) {
            qn_depthwise_3x3_run(d, at, d->end - d->first, y + at.column * g->out_c);
            at.column = d->end;
        } else {
            qn_depthwise_pixel(d, at, y + at.column * g->out_c);
            at.column++;
        }
    }
}

static inline qn_neon_depthwise qn_neon_depthwise_of(const qn_depthwise_params *p, const qn_element *x, const qn_element *w, const void *channel, const qn_epilogue *out, qn_element *scratch)
{
    qn_neon_depthwise d;
    int32_t i, j, last;
    d.g = qn_geometry_of(p);
    d.x = x;
    d.padding = scratch;
    d.w = w;
    d.channel = (const qn_channels_4 *)channel;
    d.out = qn_neon_output_of(out);
    d.taps = p->kernel_h * p->kernel_w;
    QN_MEMSET(scratch, QN_PAD_BYTE(p), (size_t)p->in_c * sizeof *scratch);
    QN_NO_UNROLL
    for (i = 0; i < p->kernel_h; i++) {
        for (j = 0; j < p->kernel_w; j++) {
            d.offset[i * p->kernel_w + j] = (i * p->dilation_h * p->in_w + j * p->dilation_w) * p->in_c;
        }
    }
    d.first = (p->pad_left + p->stride_w - 1) / p->stride_w;
    last = p->in_w - 1 - (p->kernel_w - 1) * p->dilation_w + p->pad_left;
    d.end = last < 0 ? 0 : last / p->stride_w + 1;
    d.end = d.end < p->out_w ? d.end : p->out_w;
    return d;
}

static inline void qn_neon_depthwise_core(const qn_depthwise_params *p, const qn_element *x, const qn_element *w, const void *channel, qn_out *y, void *scratch, qn_epilogue out)
{
    const qn_neon_depthwise d = qn_neon_depthwise_of(p, x, w, channel, &out, (qn_element *)scratch);
    qn_pixel at = {0, 0, 0};
    QN_NO_UNROLL
    for (; at.image < d.g.batch; at.image++) {
        QN_NO_UNROLL
        for (at.row = 0; at.row < d.g.out_h; at.row++) {
            qn_depthwise_row(&d, at, y);
            y += d.g.out_w * d.g.out_c;
        }
    }
}

#endif
