/* Body of the int8 depthwise convolutions of the dsp folder, to be inlined where shapes are constants too.
 * Channel by channel: a tile of the channel's input is copied to scratch as int16, so that dual multiplications run along its rows.
 * Rows of a tile run along the longer side of the output, be that width or height: src/kernels/geometry/dsp-depthwise.ts decides, and packs
 * weights for it. Scratch: the widened weights of one channel and its factors, then the tile. */
#ifndef QN_INTERNAL_DSP_DEPTHWISE_S8_CORE_H
#define QN_INTERNAL_DSP_DEPTHWISE_S8_CORE_H

#include "conv_geometry.h"
#include "dsp.h"
#include "dsp_output.h"

#if defined(QN_FLOAT_OUTPUT)
typedef qn_depthwise_conv2d_s8_f32_params qn_depthwise_params;
#else
typedef qn_depthwise_conv2d_s8_params qn_depthwise_params;
#endif

/* Most rows of a tile. */
#define QN_TILE_ROWS 14

/* One axis of the image. */
typedef struct qn_axis {
    int32_t in;
    int32_t out;
    int32_t kernel;
    int32_t stride;
    int32_t pad;
    /* Elements from one position to the next in x and y. */
    int32_t x_step;
    int32_t y_step;
} qn_axis;

/* State of one call. */
typedef struct qn_dsp_depthwise {
    qn_axis along;
    qn_axis across;
    /* Pairs of taps of a kernel row, without its last tap. */
    int32_t pairs;
    int32_t channels;
    int32_t multiplier;
    int32_t pad_value;
    int16_t *tile;
    /* Two words per pair and kernel row: taps (2i, 2i + 1) and (2i + 1, 2i + 2). */
    uint32_t *weights;
    qn_dsp_output out;
} qn_dsp_depthwise;

/* The part of an axis that a tile covers. */
typedef struct qn_span {
    /* First output, and how many. */
    int32_t first;
    int32_t count;
    /* First input inside the image, how many, and the place of the first in the tile. */
    int32_t input;
    int32_t inputs;
    int32_t place;
    /* Places of the tile in all. */
    int32_t places;
} qn_span;

static inline int32_t qn_min_s32(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static inline qn_span qn_span_at(const qn_axis *axis, int32_t first, int32_t most_places)
{
    const int32_t most = (most_places - axis->kernel) / axis->stride + 1;
    const int32_t start = first * axis->stride - axis->pad;
    qn_span s;
    int32_t end;
    s.first = first;
    s.count = qn_min_s32(most, axis->out - first);
    s.places = (s.count - 1) * axis->stride + axis->kernel;
    s.input = start < 0 ? 0 : start;
    end = qn_min_s32(start + s.places, axis->in);
    s.inputs = end > s.input ? end - s.input : 0;
    s.place = s.input - start;
    return s;
}

/* What one tile of one channel needs. */
typedef struct qn_tile_s8 {
    qn_span along;
    qn_span across;
} qn_tile_s8;

/* Fills the tile with the padding value; channels then overwrite what lies inside the image. */
static inline void qn_pad_tile(const qn_dsp_depthwise *d, const qn_tile_s8 *t)
{
    int32_t i;
    for (i = 0; i < t->across.places * QN_TILE_PITCH; i++) {
        d->tile[i] = (int16_t)d->pad_value;
    }
}

/* Copies the inside of the tile for one input channel. */
QN_BLOCK void qn_copy_tile(const qn_dsp_depthwise *d, const qn_tile_s8 *t, const int8_t *x)
{
    const int32_t step = d->along.x_step, row_step = d->across.x_step;
    int16_t *to = d->tile + t->across.place * QN_TILE_PITCH + t->along.place;
    int32_t rows = t->across.inputs;
    x += t->along.input * step + t->across.input * row_step;
    QN_NO_UNROLL
    for (; rows > 0; rows--, x += row_step, to += QN_TILE_PITCH) {
        const int8_t *from = x;
        int16_t *at = to;
        int32_t left = t->along.inputs;
        QN_NO_UNROLL
        for (; left >= 4; left -= 4, from += 4 * step, at += 4) {
            qn_copy_4(from, step, 3 * step, at);
        }
        QN_NO_UNROLL
        for (; left > 0; left--, from += step) {
            *at++ = *from;
        }
    }
}

/* Words behind the weights: {bias, M, addend, s, step of y} for the functions with output. */
#define QN_FACTOR_WORDS 5

/* Widens the weights of one channel: bytes t0, t1, t1, t2 of a word give (t0, t1) and (t1, t2). */
static inline void qn_widen_weights(const qn_dsp_depthwise *d, const uint32_t *w, const int32_t *requant)
{
    uint32_t *to = d->weights;
    int32_t left = d->across.kernel * d->pairs;
    QN_NO_UNROLL
    for (; left > 0; left--, to += 2) {
        const uint32_t word = *w++;
        to[0] = qn_even_bytes(word);
        to[1] = qn_odd_bytes(word);
    }
#if QN_DSP_SATURATES
    to[0] = (uint32_t)requant[0];
    to[1] = (uint32_t)requant[1];
    to[2] = (uint32_t)requant[2];
    to[3] = (uint32_t)requant[3];
    to[4] = (uint32_t)d->along.y_step;
#else
    (void)requant;
#endif
}

/* Two neighbouring outputs of a row of any kernel, the first one's first input at `at`. */
static inline void qn_outputs_2(const qn_dsp_depthwise *d, const int16_t *at, int32_t acc[2])
{
    const uint32_t *w = d->weights;
    const int32_t pairs = d->pairs;
    int32_t acc0 = acc[0], acc1 = acc[1];
    int32_t rows = d->across.kernel, left;
    QN_NO_UNROLL
    for (; rows > 0; rows--, at += QN_TILE_PITCH) {
        const int16_t *from = at + 2;
        uint32_t x = qn_load_pair(at);
        if (d->along.stride == 1) {
            acc1 = qn_multiply_high_low(x, w[0], acc1);
        }
        QN_NO_UNROLL
        for (left = pairs; left > 0; left--, w += 2, from += 2) {
            acc0 = qn_dot_pairs(x, w[0], acc0);
            x = qn_load_pair(from);
            acc1 = qn_dot_pairs(x, d->along.stride == 1 ? w[1] : w[0], acc1);
        }
        acc0 = qn_multiply_low_high(x, w[-1], acc0);
        if (d->along.stride != 1) {
            acc1 = qn_multiply_low_high(qn_load_pair(from), w[-1], acc1);
        }
    }
    acc[0] = acc0;
    acc[1] = acc1;
}

/* The fours of a row by the functions with output, where these serve; moves `at` and `left` on. */
QN_INLINE qn_out_s8 *qn_row_of_fours(const qn_dsp_depthwise *d, const int16_t **at, int32_t *left, qn_out_s8 *y, int32_t stride)
{
#if QN_DSP_SATURATES
    if (d->out.plain && *left >= 4) {
        y = stride == 1 ? qn_fours_3x3(at, d->weights, y, *left) : qn_fours_3x3_stride_2(at, d->weights, y, *left);
        *left &= 3;
    }
#else
    (void)d;
    (void)at;
    (void)left;
    (void)stride;
#endif
    return y;
}

/* The outputs of one channel of a tile with a 3x3 kernel; `stride` (1 or 2) is that along rows, a constant where inlined. */
QN_INLINE void qn_channel_3x3(const qn_dsp_depthwise *d, const qn_tile_s8 *t, const int32_t *requant, qn_out_s8 *y, int32_t stride)
{
    const int32_t step = d->along.y_step, row_step = d->across.stride * QN_TILE_PITCH;
    const int16_t *line = d->tile;
    int32_t rows = t->across.count;
    QN_NO_UNROLL
    for (; rows > 0; rows--, line += row_step, y += d->across.y_step) {
        const int16_t *at = line;
        int32_t left = t->along.count;
        qn_out_s8 *to = qn_row_of_fours(d, &at, &left, y, stride);
        QN_NO_UNROLL
        for (; left > 0; left -= 2, at += 2 * stride, to += 2 * step) {
            int32_t acc[2] = {requant[0], requant[0]};
            if (stride == 1) {
                qn_outputs_2_3x3(at, d->weights, acc);
            } else {
                qn_outputs_2_3x3_stride_2(at, d->weights, acc);
            }
            qn_dsp_store_two(to, step, acc, left, requant, &d->out);
        }
    }
}

QN_BLOCK void qn_channel_3x3_stride_1(const qn_dsp_depthwise *d, const qn_tile_s8 *t, const int32_t *requant, qn_out_s8 *y)
{
    qn_channel_3x3(d, t, requant, y, 1);
}

QN_BLOCK void qn_channel_3x3_stride_2(const qn_dsp_depthwise *d, const qn_tile_s8 *t, const int32_t *requant, qn_out_s8 *y)
{
    qn_channel_3x3(d, t, requant, y, 2);
}

/* The outputs of one channel of a tile with any kernel, two at a time. */
QN_BLOCK void qn_channel_any(const qn_dsp_depthwise *d, const qn_tile_s8 *t, const int32_t *requant, qn_out_s8 *y)
{
    const int32_t step = d->along.y_step;
    const int16_t *line = d->tile;
    int32_t rows = t->across.count;
    QN_NO_UNROLL
    for (; rows > 0; rows--, line += d->across.stride * QN_TILE_PITCH, y += d->across.y_step) {
        const int16_t *at = line;
        qn_out_s8 *to = y;
        int32_t left = t->along.count;
        QN_NO_UNROLL
        for (; left > 0; left -= 2, at += 2 * d->along.stride, to += 2 * step) {
            int32_t acc[2] = {requant[0], requant[0]};
            qn_outputs_2(d, at, acc);
            qn_dsp_store_two(to, step, acc, left, requant, &d->out);
        }
    }
}

/* All channels of one tile; x and y point at their first channel. */
static inline void qn_depthwise_tile(const qn_dsp_depthwise *d, const qn_tile_s8 *t, const int8_t *x, const uint32_t *w, const int32_t *requant, qn_out_s8 *y)
{
    const int is_3x3 = d->pairs == 1 && d->across.kernel == 3;
    int32_t channel = 0, repeat = 0;
    y += t->along.first * d->along.y_step + t->across.first * d->across.y_step;
    if (t->along.inputs < t->along.places || t->across.inputs < t->across.places) {
        qn_pad_tile(d, t);
    }
    QN_NO_UNROLL
    for (; channel < d->channels; channel++, requant += QN_DSP_CHANNEL, y++) {
        if (repeat == 0) {
            qn_copy_tile(d, t, x);
            x++;
            repeat = d->multiplier;
        }
        repeat--;
        qn_widen_weights(d, w, requant);
        w += d->across.kernel * d->pairs;
        if (!is_3x3) {
            qn_channel_any(d, t, requant, y);
        } else if (d->along.stride == 1) {
            qn_channel_3x3_stride_1(d, t, requant, y);
        } else {
            qn_channel_3x3_stride_2(d, t, requant, y);
        }
    }
}

/* The axes of one image: rows of the tile run along the longer side of the output. */
static inline void qn_depthwise_axes(qn_dsp_depthwise *d, const qn_conv_geometry *g)
{
    const qn_axis columns = {g->in_w, g->out_w, g->kernel_w, g->stride_w, g->pad_left, g->in_c, g->out_c};
    const qn_axis rows = {g->in_h, g->out_h, g->kernel_h, g->stride_h, g->pad_top, g->in_w * g->in_c, g->out_w * g->out_c};
    const int upright = g->out_h > g->out_w;
    d->along = upright ? rows : columns;
    d->across = upright ? columns : rows;
    d->pairs = d->along.kernel < 3 ? 1 : d->along.kernel >> 1;
}

static inline void qn_dsp_depthwise_s8_core(const qn_depthwise_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, qn_out_s8 *y, void *scratch, qn_epilogue_s8 out)
{
    const qn_conv_geometry g = qn_geometry_of(p);
    qn_dsp_depthwise d;
    int32_t image = 0;
    qn_tile_s8 t;
    qn_depthwise_axes(&d, &g);
    d.channels = g.out_c;
    d.multiplier = g.out_c / g.in_c;
    d.pad_value = p->pad_value;
    d.weights = (uint32_t *)scratch;
    d.tile = (int16_t *)(void *)(d.weights + 2 * d.pairs * d.across.kernel + QN_FACTOR_WORDS);
    d.out = qn_dsp_output_of(out);
    for (; image < g.batch; image++, x += g.in_h * g.in_w * g.in_c, y += g.out_h * g.out_w * g.out_c) {
        int32_t first = 0, along;
        for (; first < d.across.out; first += t.across.count) {
            t.across = qn_span_at(&d.across, first, QN_TILE_ROWS);
            for (along = 0; along < d.along.out; along += t.along.count) {
                t.along = qn_span_at(&d.along, along, QN_TILE_PITCH);
                qn_depthwise_tile(&d, &t, x, (const uint32_t *)(const void *)w, requant, y);
            }
        }
    }
}

#endif
