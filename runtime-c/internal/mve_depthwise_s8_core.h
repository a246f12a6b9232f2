/* Body of the MVE depthwise convolutions from int8, for windows of at most 9x9 with equal strides of 1 or 2; larger ones than 3x3 are cut into such.
 * Input under a row of outputs is rearranged for 16 channels at a time as [position][channel][4 lines], so that one gather reads 4x4 elements
 * of a channel and one instruction multiplies them with the whole window: for stride 1 with four shifted windows, which makes 2x2 outputs.
 * Positions run along the longer side of the output, lines across it. Twin of src/kernels/geometry/mve-depthwise.ts. */
#ifndef QN_INTERNAL_MVE_DEPTHWISE_S8_CORE_H
#define QN_INTERNAL_MVE_DEPTHWISE_S8_CORE_H

#include "codegen.h"
#include "conv_geometry.h"
#include "depthwise_s8_params.h"
#include "mve_output.h"

/* Channels of a strip, lines, bytes of a position, and outputs along it. */
#define QN_DEPTHWISE_CHANNELS 16
#define QN_DEPTHWISE_LINES 4
#define QN_DEPTHWISE_POSITION 64
#define QN_DEPTHWISE_OUTPUTS 32
/* Bytes of a channel's weights. */
#define QN_DEPTHWISE_WINDOW 16
/* Rows and columns of a window that one instruction multiplies. */
#define QN_DEPTHWISE_SIDE 3

/* One side of the image: sizes, elements from one row or column to the next, padding before. */
typedef struct qn_side {
    int32_t in;
    int32_t out;
    int32_t x_step;
    int32_t y_step;
    int32_t pad;
} qn_side;

/* State of one call. */
typedef struct qn_mve_depthwise {
    qn_side along;
    qn_side across;
    int32_t channels;
    int32_t stride;
    int32_t pad_value;
    /* Most outputs along a strip. */
    int32_t outputs;
    /* Windows of 3x3 that make up one: along and across. Each line of windows has a strip of its own. */
    int32_t windows_along;
    int32_t windows_across;
    int32_t strip_bytes;
    const int8_t *w;
    const int32_t *channel;
    int8_t *strip;
    int32_t *sums;
    int8_t *padding;
    qn_epilogue_s8 out;
} qn_mve_depthwise;

/* One strip: outputs first to first + count - 1 of line `line` (and the next), channels from `channel` on. */
typedef struct qn_depthwise_strip {
    int32_t first;
    int32_t count;
    int32_t line;
    int32_t channel;
} qn_depthwise_strip;

/* Fills `positions` positions with padding. */
static inline int8_t *qn_pad_positions(int8_t *to, int32_t positions, int8x16_t padding)
{
    QN_NO_UNROLL
    for (; positions > 0; positions--, to += QN_DEPTHWISE_POSITION) {
        vst1q_s8(to, padding);
        vst1q_s8(to + 16, padding);
        vst1q_s8(to + 32, padding);
        vst1q_s8(to + 48, padding);
    }
    return to;
}

/* Where a line of a strip comes from: x, or the same padding at every position. */
typedef struct qn_strip_line {
    const int8_t *x;
    int32_t step;
} qn_strip_line;

/* `positions` positions, of which `channels` channels exist; the last of fewer lines than four is read no further. */
QN_INLINE int8_t *qn_copy_positions(int8_t *to, const qn_strip_line line[QN_DEPTHWISE_LINES], int32_t lines, int32_t positions, int32_t channels)
{
    const int32_t step0 = line[0].step, step1 = line[1].step, step2 = line[2].step, step3 = line[3].step;
    const mve_pred16_t exist = vctp8q((uint32_t)channels);
    const int8_t *x0 = line[0].x, *x1 = line[1].x, *x2 = line[2].x, *x3 = line[3].x;
    QN_NO_UNROLL
    for (; positions > 0; positions--) {
        int8x16x4_t all;
        if (channels == QN_DEPTHWISE_CHANNELS) {
            all.val[0] = vld1q_s8(x0);
            all.val[1] = vld1q_s8(x1);
            all.val[2] = vld1q_s8(x2);
            all.val[3] = lines == QN_DEPTHWISE_LINES ? vld1q_s8(x3) : vuninitializedq_s8();
        } else {
            all.val[0] = vld1q_z_s8(x0, exist);
            all.val[1] = vld1q_z_s8(x1, exist);
            all.val[2] = vld1q_z_s8(x2, exist);
            all.val[3] = vld1q_z_s8(x3, exist);
        }
        vst4q_s8(to, all);
        to += QN_DEPTHWISE_POSITION;
        x0 += step0;
        x1 += step1;
        x2 += step2;
        x3 += step3;
    }
    return to;
}

/* Strip `number`, for lines 3 * number to 3 * number + 2 of the window. */
QN_BLOCK void qn_arrange_strip(const qn_mve_depthwise *d, const int8_t *x, const qn_depthwise_strip *s, int32_t number)
{
    const int8x16_t padding = vdupq_n_s8((int8_t)d->pad_value);
    const int32_t positions = (s->count - 1) * d->stride + QN_DEPTHWISE_LINES + QN_DEPTHWISE_SIDE * (d->windows_along - 1);
    const int32_t start = s->first * d->stride - d->along.pad, first_line = s->line * d->stride - d->across.pad + QN_DEPTHWISE_SIDE * number;
    const int32_t before = qn_clamp_s32(-start, 0, positions), inside = qn_clamp_s32(d->along.in - start, before, positions);
    int8_t *to = qn_pad_positions(d->strip + number * d->strip_bytes, before, padding);
    qn_strip_line line[QN_DEPTHWISE_LINES];
    int32_t i;
    vst1q_s8(d->padding, padding);
    QN_SCALAR
    for (i = 0; i < QN_DEPTHWISE_LINES; i++) {
        const int32_t at = first_line + i;
        const int is_padding = at < 0 || at >= d->across.in;
        line[i].x = is_padding ? d->padding : x + (start + before) * d->along.x_step + at * d->across.x_step + s->channel;
        line[i].step = is_padding ? 0 : d->along.x_step;
    }
    if (d->channels - s->channel < QN_DEPTHWISE_CHANNELS) {
        to = qn_copy_positions(to, line, QN_DEPTHWISE_LINES, inside - before, d->channels - s->channel);
    } else if (d->stride == 1) {
        to = qn_copy_positions(to, line, QN_DEPTHWISE_LINES, inside - before, QN_DEPTHWISE_CHANNELS);
    } else {
        to = qn_copy_positions(to, line, QN_DEPTHWISE_LINES - 1, inside - before, QN_DEPTHWISE_CHANNELS);
    }
    qn_pad_positions(to, positions - inside, padding);
}

/* A channel's weights are 4 zeros and 3 positions of 3 lines and a zero, from w + 1 on, and zeros follow: read 1 byte earlier, windows are shifted by a
 * line, 4 bytes earlier by a position. */

/* Sums of one channel for pairs of outputs on two lines; x at the channel's first element in the strip. */
static inline void qn_window_sums_1(const int8_t *x, const int8_t *w, int32_t pairs, int32_t *line0, int32_t *line1)
{
    const int8x16_t w00 = vld1q_s8(w + 5), w01 = vld1q_s8(w + 1), w10 = vld1q_s8(w + 4), w11 = vld1q_s8(w);
    uint32x4_t at = vaddq_n_u32(vmulq_n_u32(vidupq_n_u32(0, 1), QN_DEPTHWISE_POSITION), (uint32_t)(uintptr_t)x - 2 * QN_DEPTHWISE_POSITION);
    QN_NO_UNROLL
    for (; pairs > 0; pairs--) {
        const int8x16_t window = vreinterpretq_s8_s32(vldrwq_gather_base_wb_s32(&at, 2 * QN_DEPTHWISE_POSITION));
        line0[0] = vmladavq_s8(window, w00);
        line0[1] = vmladavq_s8(window, w01);
        line1[0] = vmladavq_s8(window, w10);
        line1[1] = vmladavq_s8(window, w11);
        line0 += 2;
        line1 += 2;
    }
}

/* As qn_window_sums_1 for stride 2: pairs of outputs on one line. */
static inline void qn_window_sums_2(const int8_t *x, const int8_t *w, int32_t pairs, int32_t *line)
{
    const int8x16_t window = vld1q_s8(w + 5);
    uint32x4_t at = vaddq_n_u32(vmulq_n_u32(vidupq_n_u32(0, 1), QN_DEPTHWISE_POSITION), (uint32_t)(uintptr_t)x - 2 * QN_DEPTHWISE_POSITION);
    QN_NO_UNROLL
    for (; pairs > 0; pairs--) {
        const int8x16_t first = vreinterpretq_s8_s32(vldrwq_gather_base_wb_s32(&at, 2 * QN_DEPTHWISE_POSITION));
        const int8x16_t second = vreinterpretq_s8_s32(vldrwq_gather_base_wb_s32(&at, 2 * QN_DEPTHWISE_POSITION));
        line[0] = vmladavq_s8(first, window);
        line[1] = vmladavq_s8(second, window);
        line += 2;
    }
}

/* As qn_window_sums_1 and qn_window_sums_2, added to what is there; line1 is null for stride 2. */
QN_BLOCK void qn_add_window_sums(const int8_t *x, const int8_t *w, int32_t pairs, int32_t *line0, int32_t *line1)
{
    const int8x16_t w00 = vld1q_s8(w + 5), w01 = vld1q_s8(w + 1), w10 = vld1q_s8(w + 4), w11 = vld1q_s8(w);
    uint32x4_t at = vaddq_n_u32(vmulq_n_u32(vidupq_n_u32(0, 1), QN_DEPTHWISE_POSITION), (uint32_t)(uintptr_t)x - 2 * QN_DEPTHWISE_POSITION);
    QN_NO_UNROLL
    for (; pairs > 0; pairs--, line0 += 2) {
        const int8x16_t window = vreinterpretq_s8_s32(vldrwq_gather_base_wb_s32(&at, 2 * QN_DEPTHWISE_POSITION));
        line0[0] = vmladavaq_s8(line0[0], window, w00);
        if (line1) {
            line0[1] = vmladavaq_s8(line0[1], window, w01);
            line1[0] = vmladavaq_s8(line1[0], window, w10);
            line1[1] = vmladavaq_s8(line1[1], window, w11);
            line1 += 2;
        } else {
            line0[1] = vmladavaq_s8(line0[1], vreinterpretq_s8_s32(vldrwq_gather_base_wb_s32(&at, 2 * QN_DEPTHWISE_POSITION)), w00);
        }
    }
}

/* Sums of one channel over all windows. */
QN_BLOCK void qn_cut_window_sums(const qn_mve_depthwise *d, const int8_t *x, const int8_t *w, int32_t pairs, int32_t *line0, int32_t *line1)
{
    int32_t i, j;
    QN_MEMSET(line0, 0, (size_t)pairs * 4 * sizeof *line0);
    for (i = 0; i < d->windows_across; i++) {
        for (j = 0; j < d->windows_along; j++) {
            qn_add_window_sums(x + j * QN_DEPTHWISE_SIDE * QN_DEPTHWISE_POSITION, w, pairs, line0, line1);
            w += QN_DEPTHWISE_WINDOW;
        }
        x += d->strip_bytes;
    }
}

#if defined(QN_FLOAT_OUTPUT)

/* `count` outputs of one channel, y_step elements apart. */
static inline void qn_store_line(qn_out_s8 *y, int32_t y_step, const int32_t *sums, int32_t count, const int32_t *channel, const qn_epilogue_s8 *out)
{
    const uint32x4_t places = vmulq_n_u32(vidupq_n_u32(0, 1), (uint32_t)y_step);
    const int32_t bias = channel[0];
    const float scale = qn_bits_float(channel[1]);
    int8_t *stored = out->stored ? out->stored + (y - out->real) : 0;
    QN_NO_UNROLL
    for (; count > 0; count -= 4) {
        const mve_pred16_t lanes = vctp32q((uint32_t)count);
        const float32x4_t value = qn_clamp_lanes_f32(vmulq_n_f32(vcvtq_f32_s32(vaddq_n_s32(vld1q_s32(sums), bias)), scale), out->min, out->max);
        vstrwq_scatter_shifted_offset_p_f32(y, places, value, lanes);
        if (stored) {
            vstrbq_scatter_offset_p_s32(stored, places, qn_quantize_lanes(value, &out->to), lanes);
            stored += 4 * y_step;
        }
        sums += 4;
        y += 4 * y_step;
    }
}

#else

/* Channels hold {bias, M, pre_shift - s}; see mve_output.h. */
static inline void qn_store_line(qn_out_s8 *y, int32_t y_step, const int32_t *sums, int32_t count, const int32_t *channel, const qn_epilogue_s8 *out)
{
    const int32x4_t multiplier = vdupq_n_s32(channel[1]), min = vdupq_n_s32(out->min), max = vdupq_n_s32(out->max);
    const uint32x4_t places = vmulq_n_u32(vidupq_n_u32(0, 1), (uint32_t)y_step);
    const int32_t bias = channel[0], right = channel[2], zero_point = out->zero_point;
    QN_NO_UNROLL
    for (; count > 0; count -= 4) {
        const mve_pred16_t lanes = vctp32q((uint32_t)count);
        const int32x4_t sum = vaddq_n_s32(vld1q_z_s32(sums, lanes), bias);
        const int32x4_t value = vaddq_n_s32(vrshlq(vmulhq_s32(sum, multiplier), right), zero_point);
        vstrbq_scatter_offset_p_s32(y, places, vminq_s32(vmaxq_s32(value, min), max), lanes);
        sums += 4;
        y += 4 * y_step;
    }
}

#endif

/* The channels of one strip; y at the strip's first output. Two lines that follow each other in y are stored as one. `two_lines`: stride 1;
 * `whole`: one window does it; constants where inlined. */
QN_INLINE void qn_strip_channels(const qn_mve_depthwise *d, const qn_depthwise_strip *s, qn_out_s8 *y, int two_lines, int whole)
{
    const int32_t end = d->channels - s->channel < QN_DEPTHWISE_CHANNELS ? d->channels - s->channel : QN_DEPTHWISE_CHANNELS;
    const int32_t y_step = d->along.y_step, line_step = d->across.y_step, pairs = (s->count + 1) >> 1;
    const int second = two_lines && s->line + 1 < d->across.out;
    const int joined = second && (s->count & 1) == 0 && line_step == s->count * y_step;
    const int32_t count = joined ? 2 * s->count : s->count;
    const int32_t weights = whole ? QN_DEPTHWISE_WINDOW : d->windows_along * d->windows_across * QN_DEPTHWISE_WINDOW;
    const qn_epilogue_s8 out = d->out;
    const int8_t *w = d->w + s->channel * weights, *x = d->strip;
    const int32_t *channel = d->channel + s->channel * QN_CHANNEL;
    int32_t *line0 = d->sums, *line1 = line0 + 2 * pairs;
    int32_t left;
    QN_NO_UNROLL
    for (left = end; left > 0; left--) {
        if (!whole) {
            qn_cut_window_sums(d, x, w, pairs, line0, two_lines ? line1 : 0);
        } else if (two_lines) {
            qn_window_sums_1(x, w, pairs, line0, line1);
        } else {
            qn_window_sums_2(x, w, pairs, line0);
        }
        qn_store_line(y, y_step, line0, count, channel, &out);
        if (second && !joined) {
            qn_store_line(y + line_step, y_step, line1, count, channel, &out);
        }
        x += QN_DEPTHWISE_LINES;
        w += weights;
        channel += QN_CHANNEL;
        y++;
    }
}

QN_BLOCK void qn_strip_channels_1(const qn_mve_depthwise *d, const qn_depthwise_strip *s, qn_out_s8 *y)
{
    qn_strip_channels(d, s, y, 1, 1);
}

QN_BLOCK void qn_strip_channels_2(const qn_mve_depthwise *d, const qn_depthwise_strip *s, qn_out_s8 *y)
{
    qn_strip_channels(d, s, y, 0, 1);
}

QN_BLOCK void qn_strip_channels_cut(const qn_mve_depthwise *d, const qn_depthwise_strip *s, qn_out_s8 *y)
{
    qn_strip_channels(d, s, y, d->stride == 1, 0);
}

static inline void qn_depthwise_strip_channels(const qn_mve_depthwise *d, const qn_depthwise_strip *s, qn_out_s8 *y)
{
    if (d->windows_along * d->windows_across > 1) {
        qn_strip_channels_cut(d, s, y);
    } else if (d->stride == 1) {
        qn_strip_channels_1(d, s, y);
    } else {
        qn_strip_channels_2(d, s, y);
    }
}

static inline void qn_depthwise_image(const qn_mve_depthwise *d, const int8_t *x, qn_out_s8 *y)
{
    const int32_t lines = d->stride == 1 ? 2 : 1;
    qn_depthwise_strip s;
    int32_t i;
    for (s.line = 0; s.line < d->across.out; s.line += lines) {
        for (s.first = 0; s.first < d->along.out; s.first += s.count) {
            s.count = d->along.out - s.first < d->outputs ? d->along.out - s.first : d->outputs;
            for (s.channel = 0; s.channel < d->channels; s.channel += QN_DEPTHWISE_CHANNELS) {
                for (i = 0; i < d->windows_across; i++) {
                    qn_arrange_strip(d, x, &s, i);
                }
                qn_depthwise_strip_channels(d, &s, y + s.line * d->across.y_step + s.first * d->along.y_step + s.channel);
            }
        }
    }
}

static inline int32_t qn_windows_of(int32_t taps)
{
    return (taps + QN_DEPTHWISE_SIDE - 1) / QN_DEPTHWISE_SIDE;
}

/* Scratch: the strips, the sums of two lines, 16 bytes of padding. */
static inline void qn_mve_depthwise_s8_core(const qn_depthwise_params *p, const int8_t *x, const int8_t *w, const int32_t *channel, qn_out_s8 *y, void *scratch, qn_epilogue_s8 out)
{
    const qn_side rows = {p->in_h, p->out_h, p->in_w * p->in_c, p->out_w * p->out_c, p->pad_top};
    const qn_side columns = {p->in_w, p->out_w, p->in_c, p->out_c, p->pad_left};
    const int by_rows = p->out_h > p->out_w;
    const int32_t longer = by_rows ? p->out_h : p->out_w;
    const int32_t windows_along = qn_windows_of(by_rows ? p->kernel_h : p->kernel_w), windows_across = qn_windows_of(by_rows ? p->kernel_w : p->kernel_h);
    const int32_t most = QN_DEPTHWISE_OUTPUTS / (windows_across > 1 ? 2 : 1) / p->stride_h, outputs = longer < most ? longer : most;
    const int32_t positions = ((outputs + 1) & ~1) * p->stride_h + QN_DEPTHWISE_LINES + QN_DEPTHWISE_SIDE * (windows_along - 1);
    qn_mve_depthwise d;
    int32_t image;
    d.windows_along = windows_along;
    d.windows_across = windows_across;
    d.strip_bytes = positions * QN_DEPTHWISE_POSITION;
    d.along = by_rows ? rows : columns;
    d.across = by_rows ? columns : rows;
    d.channels = p->out_c;
    d.stride = p->stride_h;
    d.pad_value = p->pad_value;
    d.w = w;
    d.channel = channel;
    d.strip = (int8_t *)scratch;
    d.outputs = outputs;
    d.sums = (int32_t *)(void *)(d.strip + windows_across * d.strip_bytes);
    d.padding = (int8_t *)(d.sums + 2 * ((outputs + 1) & ~1));
    d.out = out;
    for (image = 0; image < p->batch; image++) {
        qn_depthwise_image(&d, x + image * rows.in * rows.x_step, y + image * rows.out * rows.y_step);
    }
}

#endif
