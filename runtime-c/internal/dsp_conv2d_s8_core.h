/* Body of the int8 convolutions of the dsp folder, to be inlined where shapes are constants too: two pixels by two channels at a time.
 * Patches are widened once for all channels. A halfword of weights holds 256 * c1 + c0 of two channels: its product is split into both sums
 * by one more product with c0 alone, which saves widening c1. Scratch: the quads of two patches, then room for one kernel row. */
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
} qn_dsp_filters;

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

/* The channels of two pixels by twos, patches of more than QN_DSP_CHUNK quads. */
QN_BLOCK void qn_dsp_long_2x2(const qn_dsp_filters *f, const uint32_t *patches, const qn_dsp_output *out, qn_out_s8 *y)
{
    const int32_t *requant = f->requant;
    const uint32_t *w = f->w;
    int32_t channel = 2;
    QN_NO_UNROLL
    for (; channel <= f->channels; channel += 2, requant += 2 * QN_DSP_CHANNEL, y += 2) {
        int32_t acc[2][2] = {{requant[0], requant[QN_DSP_CHANNEL]}, {requant[0], requant[QN_DSP_CHANNEL]}};
        const uint32_t *a = patches;
        int32_t quads = f->quads;
        do {
            const int32_t chunk = quads < QN_DSP_CHUNK ? quads : QN_DSP_CHUNK;
            int32_t low[2] = {acc[0][0], acc[1][0]};
            int32_t full[2] = {acc[0][0], acc[1][0]};
            qn_dot_2x2(&a, &w, a + 4 * (chunk & ~3), a + 4 * chunk, low, full);
            acc[0][0] = low[0];
            acc[1][0] = low[1];
            acc[0][1] += qn_split_full(full[0], low[0]);
            acc[1][1] += qn_split_full(full[1], low[1]);
            quads -= chunk;
        } while (quads > 0);
        qn_dsp_store_2x2(y, f->out_c, acc, requant, out, 0);
    }
}

/* The channels of two pixels by twos, patches of at most QN_DSP_CHUNK quads. */
QN_BLOCK void qn_dsp_short_2x2(const qn_dsp_filters *f, const uint32_t *patches, const qn_dsp_output *out, qn_out_s8 *y)
{
    const qn_dsp_output o = *out;
    const int32_t *requant = f->requant;
    const int32_t *const last = requant + QN_DSP_CHANNEL * (f->channels & ~1);
    const uint32_t *const end = patches + 4 * f->quads, *const unrolled = patches + 4 * (f->quads & ~3);
    const int32_t step = f->out_c;
    const uint32_t *w = f->w;
    QN_NO_UNROLL
    for (; requant != last; requant += 2 * QN_DSP_CHANNEL, y += 2) {
        const uint32_t *a = patches;
        int32_t low[2] = {requant[0], requant[0]};
        int32_t full[2] = {requant[0], requant[0]};
        qn_dot_2x2(&a, &w, unrolled, end, low, full);
        {
            const int32_t second = requant[QN_DSP_CHANNEL];
            int32_t acc[2][2] = {{low[0], second + qn_split_full(full[0], low[0])}, {low[1], second + qn_split_full(full[1], low[1])}};
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
        int32_t low = requant[0], high = requant[QN_DSP_CHANNEL];
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
    if (f->quads > QN_DSP_CHUNK) {
        qn_dsp_long_2x2(f, patches, out, y);
    } else {
        qn_dsp_short_2x2(f, patches, out, y);
    }
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
    /* Two interleaved patches. */
    uint32_t *patches;
    /* One kernel row. */
    uint8_t *room;
} qn_dsp_conv;

/* The kernel row whose first tap is at (row, column) of the input: in place, or put together in the room where it is no run of x. */
static inline const int8_t *qn_dsp_row(const qn_dsp_conv *d, int32_t image, int32_t row, int32_t column)
{
    const qn_conv_geometry *g = &d->c.g;
    const qn_gather *s = &d->c.source;
    const uint8_t *line = s->x + (image * g->in_h + row) * g->in_w * s->pixel_bytes;
    if (row < 0 || row >= g->in_h) {
        (void)qn_fill_padding(s, d->room, g->kernel_w);
        return (const int8_t *)d->room;
    }
    if (column >= 0 && column + g->kernel_w <= g->in_w && (g->dilation_w == 1 || g->kernel_w == 1) && s->group_bytes == s->pixel_bytes) {
        return (const int8_t *)line + column * s->pixel_bytes;
    }
    (void)qn_gather_row(g, s, line, column, d->room);
    return (const int8_t *)d->room;
}

/* Widens the patch of one pixel into its words, those of pixel `lane` (0 or 1) of the two. */
QN_BLOCK void qn_dsp_widen_patch(const qn_dsp_conv *d, qn_pixel at, int32_t lane)
{
    const qn_conv_geometry *g = &d->c.g;
    const int32_t quads = d->rows.length >> 2, rest = d->rows.length & 3;
    const int32_t column = at.column * g->stride_w - g->pad_left;
    int32_t row = at.row * g->stride_h - g->pad_top;
    uint32_t *to = d->patches + lane;
    uint32_t *const behind = to + 4 * quads * g->kernel_h;
    int32_t i;
    for (i = 0; i < g->kernel_h; i++, row += g->dilation_h) {
        const int8_t *from = qn_dsp_row(d, at.image, row, column);
        to = qn_widen_quads(from, quads, to);
        qn_widen_rest(from + 4 * quads, rest, behind, i * rest);
    }
}

/* Widens one or two patches that are runs of x. */
static inline void qn_dsp_widen_runs(const qn_dsp_conv *d, const int8_t *a0, const int8_t *a1)
{
    const int32_t quads = d->rows.length >> 2, rest = d->rows.length & 3;
    uint32_t *behind = qn_widen_quads_2(a0, a1, quads, d->patches);
    qn_widen_rest(a0 + 4 * quads, rest, behind, 0);
    qn_widen_rest(a1 + 4 * quads, rest, behind + 1, 0);
}

static inline void qn_dsp_widen_pair(const qn_dsp_conv *d, qn_pixel at, qn_pixel next)
{
    if (d->c.contiguous) {
        const int8_t *x = (const int8_t *)d->c.source.x + d->c.source.group_offset;
        qn_dsp_widen_runs(d, x + qn_patch_offset(&d->c.g, at), x + qn_patch_offset(&d->c.g, next));
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
        qn_dsp_pair(f, d->patches, &d->out, y);
        at = qn_next_pixel(next, g->out_h, g->out_w);
    }
    if (pixels > 0) {
        qn_dsp_widen_pair(d, at, at);
        qn_dsp_single(f, d->patches, &d->out, y, 0);
    }
}

static inline void qn_dsp_conv2d_s8_core(const qn_conv_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, qn_out_s8 *y, void *scratch, qn_epilogue_s8 out)
{
    const int32_t groups = p->groups, channels = p->out_c / groups, pairs = (channels + 1) >> 1;
    qn_dsp_conv d;
    qn_dsp_filters f = {(const uint32_t *)(const void *)w, requant, channels, 0, p->out_c};
    int32_t group;
    d.c = qn_conv_s8_of(p, x, pad, out);
    d.out = qn_dsp_output_of(out);
    d.rows = d.c.contiguous ? qn_dsp_rows_of(1, d.c.length) : qn_dsp_rows_of(p->kernel_h, p->kernel_w * d.c.source.group_bytes);
    d.patches = (uint32_t *)scratch;
    d.room = (uint8_t *)(d.patches + 4 * d.rows.quads);
    f.quads = d.rows.quads;
    /* The last quad may be filled in part. */
    QN_MEMSET(d.patches + 4 * (f.quads - 1), 0, 4 * sizeof(uint32_t));
    for (group = 0; group < groups; group++) {
        qn_dsp_group(&d, &f, y + group * channels);
        f.w += 2 * pairs * f.quads;
        f.requant += 2 * QN_DSP_CHANNEL * pairs;
        d.c.source.group_offset += d.c.source.group_bytes;
    }
}

#endif
