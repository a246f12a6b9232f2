/* Body of the int8 convolutions of the dsp folder, to be inlined where shapes are constants too: two pixels by two channels at a time.
 * Patches are widened once for all channels. A halfword of weights holds 256 * c1 + c0 of two channels: its product is split into both sums
 * by one more product with c0 alone, which saves widening c1. Scratch: the quads of two patches, where weights are offset what the sums of each start with, then what patches at borders need. */
#ifndef QN_INTERNAL_DSP_CONV2D_S8_CORE_H
#define QN_INTERNAL_DSP_CONV2D_S8_CORE_H

#include "conv2d_s8_core.h"
#include "dsp_dual.h"
#include "dsp_gather.h"
#include "dsp_output.h"

typedef struct qn_dsp_filters {
    /* [group][channels / 2][quads][2], odd counts of channels filled up. */
    const uint32_t *w;
    /* QN_DSP_CHANNEL words per channel, filled up likewise. */
    const int32_t *requant;
    int32_t channels;
    int32_t quads;
    /* From the outputs of one pixel to those of the next. */
    int32_t out_c;
    /* Quads up to which sums of two channels fit 32 bits. */
    int32_t first_quads;
} qn_dsp_filters;

static inline int qn_is_pointwise(const qn_conv_geometry *g)
{
    return g->kernel_h == 1 && g->kernel_w == 1 && g->out_h == g->in_h && g->out_w == g->in_w && g->stride_h == 1 && g->stride_w == 1;
}

/* Two channels of two pixels, whose outputs are `step` apart. */
static inline void qn_dsp_store_2x2(qn_out_s8 *y, int32_t step, int32_t acc[2][2], const int32_t *channel, const qn_dsp_output *out, int plain)
{
    const qn_dsp_scale first = qn_dsp_scale_of(channel);
    qn_dsp_store(y, acc[0][0], first, out, plain);
    qn_dsp_store(y + step, acc[1][0], first, out, plain);
    {
        const qn_dsp_scale second = qn_dsp_scale_of(channel + QN_DSP_CHANNEL);
        qn_dsp_store(y + 1, acc[0][1], second, out, plain);
        qn_dsp_store(y + step + 1, acc[1][1], second, out, plain);
    }
}

/* What is left of long patches, chunk by chunk; returns where the weights end. */
QN_BLOCK const uint32_t *qn_dsp_rest_2x2(const uint32_t *a, const uint32_t *end, const uint32_t *w, int32_t acc[2][2])
{
    while (a != end) {
        const uint32_t *stop = end - a > 4 * QN_DSP_CHUNK ? a + 4 * QN_DSP_CHUNK : end;
        int32_t low[2] = {acc[0][0], acc[1][0]};
        int32_t full[2] = {acc[0][0], acc[1][0]};
        qn_dot_2x2_rolled(&a, &w, stop, low, full);
        acc[0][0] = low[0];
        acc[1][0] = low[1];
        acc[0][1] += qn_split_full(full[0], low[0]);
        acc[1][1] += qn_split_full(full[1], low[1]);
    }
    return w;
}

/* The channels of two pixels by twos. */
QN_BLOCK void qn_dsp_twos(const qn_dsp_filters *f, const uint32_t *patches, const qn_dsp_output *out, qn_out_s8 *y)
{
    const qn_dsp_output o = *out;
    const int32_t *requant = f->requant;
    const int32_t *const last = requant + QN_DSP_CHANNEL * (f->channels & ~1);
    const uint32_t *const end = patches + 4 * f->quads, *const first_stop = patches + 4 * f->first_quads, *const unrolled = patches + 4 * (f->first_quads & ~3);
    const int32_t step = f->out_c;
    const uint32_t *w = f->w;
    QN_NO_UNROLL
    for (; requant != last; requant += 2 * QN_DSP_CHANNEL, y += 2) {
        const uint32_t *a = patches;
        int32_t low[2] = {qn_start_sum(requant[0], end), qn_start_sum(requant[0], end + 1)};
        int32_t full[2] = {low[0], low[1]};
        qn_dot_2x2(&a, &w, unrolled, first_stop, low, full);
        {
            const int32_t second = requant[QN_DSP_CHANNEL];
            int32_t acc[2][2] = {{low[0], second + qn_split_full(full[0], low[0])}, {low[1], second + qn_split_full(full[1], low[1])}};
            if (a != end) {
                int32_t sums[2][2] = {{acc[0][0], acc[0][1]}, {acc[1][0], acc[1][1]}};
                w = qn_dsp_rest_2x2(a, end, w, sums);
                QN_MEMCPY(acc, sums, sizeof acc);
            }
            if (o.plain) {
                qn_dsp_store_2x2(y, step, acc, requant, &o, 1);
            } else {
                qn_dsp_store_2x2(y, step, acc, requant, &o, 0);
            }
        }
    }
}

/* Channels from `first` on, which is even, of one pixel, whose words are at `patch` and every second word from there. */
QN_BLOCK void qn_dsp_single(const qn_dsp_filters *f, const uint32_t *patch, const qn_dsp_output *out, qn_out_s8 *y, int32_t first)
{
    const int32_t *requant = f->requant + QN_DSP_CHANNEL * first;
    const uint32_t *w = f->w + first * f->quads;
    int32_t channel = first;
    QN_NO_UNROLL
    for (; channel < f->channels; channel += 2, requant += 2 * QN_DSP_CHANNEL) {
        const uint32_t *a = patch;
        int32_t low = qn_start_sum(requant[0], patch + 4 * f->quads), high = requant[QN_DSP_CHANNEL];
        int32_t quads = f->quads;
        do {
            const int32_t chunk = quads < QN_DSP_CHUNK ? quads : QN_DSP_CHUNK;
            int32_t full = low;
            qn_dot_1x2(&a, &w, chunk, &low, &full);
            high += qn_split_full(full, low);
            quads -= chunk;
        } while (quads > 0);
        qn_dsp_store_column(y + channel, 1, &low, 1, requant, out);
        if (channel + 1 < f->channels) {
            qn_dsp_store_column(y + channel + 1, 1, &high, 1, requant + QN_DSP_CHANNEL, out);
        }
    }
}

/* All channels of two pixels; the outputs of the second are out_c behind those of the first. */
QN_BLOCK void qn_dsp_pair(const qn_dsp_filters *f, const uint32_t *patches, const qn_dsp_output *out, qn_out_s8 *y)
{
    const int32_t even = f->channels & ~1;
    qn_dsp_twos(f, patches, out, y);
    if (even < f->channels) {
        qn_dsp_single(f, patches, out, y, even);
        qn_dsp_single(f, patches + 1, out, y + f->out_c, even);
    }
}

/* State of one call beside that of the portable convolution. */
typedef struct qn_dsp_conv {
    qn_conv_s8 c;
    qn_dsp_rows rows;
    qn_dsp_output out;
    /* Whether the taps of a kernel row are one run of the input. */
    int runs;
    /* Two interleaved patches. */
    uint32_t *patches;
    /* Where rows are not read in place: a kernel row of padding, one clipped at the border, and the left-over bytes of two patches. */
    uint8_t *padding;
    uint8_t *clipped;
    uint8_t *rest[2];
} qn_dsp_conv;

/* The taps of a row that lie inside the input, over the padding in `clipped`. */
QN_BLOCK const uint8_t *qn_dsp_clip_row(const qn_dsp_conv *d, const uint8_t *x, int32_t offset, qn_taps taps)
{
    const int32_t pixel = d->c.source.pixel_bytes, group = d->c.source.group_bytes;
    int32_t i;
    if (d->runs) {
        qn_copy_few(d->clipped + taps.first * group, x + (offset + taps.first * pixel), (taps.end - taps.first) * pixel);
    } else {
        QN_NO_UNROLL
        for (i = taps.first; i < taps.end; i++) {
            qn_copy_few(d->clipped + i * group, x + (offset + i * d->c.g.dilation_w * pixel), group);
        }
    }
    return d->clipped;
}

/* Widens the patch of one pixel into its words, those of pixel `lane` (0 or 1) of the two. */
QN_BLOCK void qn_dsp_widen_patch(const qn_dsp_conv *d, qn_pixel at, int32_t lane)
{
    const qn_conv_geometry *g = &d->c.g;
    const qn_gather *s = &d->c.source;
    const int32_t row = at.row * g->stride_h - g->pad_top, column = at.column * g->stride_w - g->pad_left;
    const qn_taps rows = qn_taps_inside(row, g->kernel_h, g->dilation_h, g->in_h);
    const qn_taps columns = qn_taps_inside(column, g->kernel_w, g->dilation_w, g->in_w);
    const int in_place = d->runs && columns.end - columns.first == g->kernel_w;
    int32_t offset = ((at.image * g->in_h + row) * g->in_w + column) * s->pixel_bytes + s->group_offset;
    uint32_t *to = d->patches + lane;
    uint8_t *rest = d->rest[lane];
    int32_t i;
    if (!in_place) {
        qn_copy_few(d->clipped, d->padding, d->rows.length);
    }
    QN_NO_UNROLL
    for (i = 0; i < g->kernel_h; i++, offset += g->dilation_h * g->in_w * s->pixel_bytes) {
        const uint8_t *from = d->padding;
        if (i >= rows.first && i < rows.end) {
            from = in_place ? s->x + offset : qn_dsp_clip_row(d, s->x, offset, columns);
        }
        to = qn_widen_quads((const int8_t *)from, d->rows.whole, to);
        qn_copy_rest(rest, from + 4 * d->rows.whole, d->rows.rest);
        rest += d->rows.rest;
    }
    (void)qn_widen_quads((const int8_t *)d->rest[lane], d->rows.quads - d->rows.rows * d->rows.whole, to);
}

/* Whether the window at `at` touches no padding, and if so where it begins. */
static inline int qn_dsp_is_inside(const qn_dsp_conv *d, qn_pixel at, const int8_t **from)
{
    const qn_conv_geometry *g = &d->c.g;
    const int32_t row = at.row * g->stride_h - g->pad_top, column = at.column * g->stride_w - g->pad_left;
    if (row < 0 || column < 0 || row + (g->kernel_h - 1) * g->dilation_h >= g->in_h || column + g->kernel_w > g->in_w) {
        return 0;
    }
    *from = (const int8_t *)d->c.source.x + ((at.image * g->in_h + row) * g->in_w + column) * g->in_c;
    return 1;
}

/* Widens the patches of two pixels whose rows are runs of the input, `step` apart. */
QN_BLOCK void qn_dsp_widen_runs(const qn_dsp_conv *d, const int8_t *a0, const int8_t *a1, int32_t step)
{
    const int32_t whole = d->rows.whole, rest = d->rows.rest;
    uint8_t *rest0 = d->rest[0], *rest1 = d->rest[1];
    uint32_t *to = d->patches;
    int32_t rows = d->rows.rows;
    QN_NO_UNROLL
    for (; rows > 0; rows--, a0 += step, a1 += step) {
        to = qn_widen_quads_2(a0, a1, whole, to);
        if (rest > 0) {
            qn_copy_rest(rest0, (const uint8_t *)a0 + 4 * whole, rest);
            qn_copy_rest(rest1, (const uint8_t *)a1 + 4 * whole, rest);
            rest0 += rest;
            rest1 += rest;
        }
    }
    if (rest > 0) {
        (void)qn_widen_quads_2((const int8_t *)d->rest[0], (const int8_t *)d->rest[1], d->rows.quads - d->rows.rows * whole, to);
    }
}

/* Widens the patches of two pixels. */
static inline void qn_dsp_widen_pair(const qn_dsp_conv *d, qn_pixel at, qn_pixel next)
{
    const int8_t *a0, *a1;
    if (d->c.contiguous) {
        const int8_t *x = (const int8_t *)d->c.source.x + d->c.source.group_offset;
        qn_dsp_widen_runs(d, x + qn_patch_offset(&d->c.g, at), x + qn_patch_offset(&d->c.g, next), 0);
    } else if (d->runs && qn_dsp_is_inside(d, at, &a0) && qn_dsp_is_inside(d, next, &a1)) {
        qn_dsp_widen_runs(d, a0, a1, d->c.g.dilation_h * d->c.g.in_w * d->c.g.in_c);
    } else {
        qn_dsp_widen_patch(d, at, 0);
        qn_dsp_widen_patch(d, next, 1);
    }
}

/* One group: all pixels, the channels of `f`, outputs from y on with pixels out_c apart. */
static inline void qn_dsp_group(const qn_dsp_conv *d, const qn_dsp_filters *f, qn_out_s8 *y)
{
    const qn_conv_geometry *g = &d->c.g;
    int32_t pixels = g->batch * g->out_h * g->out_w;
    qn_pixel at = {0, 0, 0};
    QN_NO_UNROLL
    for (; pixels >= 2; pixels -= 2, y += 2 * g->out_c) {
        const qn_pixel next = qn_next_pixel(at, g->out_h, g->out_w);
        qn_dsp_widen_pair(d, at, next);
        qn_put_starts(d->patches, f->quads);
        qn_dsp_pair(f, d->patches, &d->out, y);
        at = qn_next_pixel(next, g->out_h, g->out_w);
    }
    if (pixels > 0) {
        qn_dsp_widen_pair(d, at, at);
        qn_put_starts(d->patches, f->quads);
        qn_dsp_single(f, d->patches, &d->out, y, 0);
    }
}

/* All pixels of a pointwise convolution of eight input channels, if this is one of an even number of outputs that saturation makes int8:
 * a pixel stays in registers. */
static inline int qn_dsp_narrow(const qn_dsp_conv *d, const qn_dsp_filters *f, const int8_t *x, qn_out_s8 *y)
{
#if QN_DSP_SATURATES && !defined(QN_OFFSET_WEIGHTS)
    const qn_conv_geometry *g = &d->c.g;
    const int32_t *const last = f->requant + QN_DSP_CHANNEL * f->channels;
    int32_t pixels = g->batch * g->in_h * g->in_w;
    if (g->in_c != 8 || f->channels != g->out_c || (f->channels & 1) != 0 || !d->out.plain || !d->c.contiguous || !qn_is_pointwise(g)) {
        return 0;
    }
    QN_NO_UNROLL
    for (; pixels > 0; pixels--, x += 8) {
        const uint32_t word0 = qn_load_4_s8(x), word1 = qn_load_4_s8(x + 4);
        const uint32_t halves[4] = {qn_even_bytes(word0), qn_odd_bytes(word0), qn_even_bytes(word1), qn_odd_bytes(word1)};
        y = qn_outputs_of_8(halves, f->w, f->requant, last, y);
    }
    return 1;
#else
    (void)d;
    (void)f;
    (void)x;
    (void)y;
    return 0;
#endif
}

/* A kernel row of padding. */
static inline void qn_dsp_pad_row(const qn_dsp_conv *d)
{
    const qn_gather *s = &d->c.source;
    int32_t i, channel = 0;
    QN_NO_UNROLL
    for (i = 0; i < d->rows.length; i++) {
        d->padding[i] = s->pad == 0 ? (uint8_t)s->pad_byte : s->pad[s->group_offset + channel];
        channel = channel + 1 == s->group_bytes ? 0 : channel + 1;
    }
}

/* Divides the scratch behind the patches. */
static inline void qn_dsp_divide_scratch(qn_dsp_conv *d, void *scratch)
{
    const int32_t rest_bytes = 4 * (d->rows.quads - d->rows.rows * d->rows.whole);
    d->patches = (uint32_t *)scratch;
    d->rest[0] = (uint8_t *)(d->patches + 4 * d->rows.quads + QN_STARTS);
    d->rest[1] = d->rest[0] + rest_bytes;
    d->padding = d->rest[1] + rest_bytes;
    d->clipped = d->padding + d->rows.length;
    if (rest_bytes > 0) {
        QN_MEMSET(d->rest[0], 0, (size_t)(2 * rest_bytes));
    }
}

static inline void qn_dsp_conv2d_s8_core(const qn_conv_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, qn_out_s8 *y, void *scratch, qn_epilogue_s8 out)
{
    const int32_t groups = p->groups, channels = p->out_c / groups, pairs = (channels + 1) >> 1;
    qn_dsp_conv d;
    qn_dsp_filters f = {(const uint32_t *)(const void *)w, requant, channels, 0, p->out_c, 0};
    int32_t group;
    d.c = qn_conv_s8_of(p, x, pad, out);
    d.out = qn_dsp_output_of(out);
    d.rows = d.c.contiguous ? qn_dsp_rows_of(1, d.c.length) : qn_dsp_rows_of(p->kernel_h, p->kernel_w * d.c.source.group_bytes);
    d.runs = groups == 1 && (p->dilation_w == 1 || p->kernel_w == 1);
    if (qn_dsp_narrow(&d, &f, x, y)) {
        return;
    }
    f.quads = d.rows.quads;
    f.first_quads = f.quads < QN_DSP_CHUNK ? f.quads : QN_DSP_CHUNK;
    qn_dsp_divide_scratch(&d, scratch);
    for (group = 0; group < groups; group++) {
        if (!d.c.contiguous) {
            qn_dsp_pad_row(&d);
        }
        qn_dsp_group(&d, &f, y + group * channels);
        f.w += 2 * pairs * f.quads;
        f.requant += 2 * QN_DSP_CHANNEL * pairs;
        d.c.source.group_offset += d.c.source.group_bytes;
    }
}

#endif
