/* Body of qn_conv2d_s8, qn_conv2d_add_s8 and qn_conv2d_s8_f32 for WebAssembly: output channels are the lanes, blocks of four pixels by eight channels.
 * Patches are widened to int16 in scratch, so that one instruction multiplies pairs and adds them: 8 multiply-accumulates.
 * Weights are packed [group][channels/8][length/2][8][2], odd lengths and channel counts filled with zeros. */
#ifndef QN_INTERNAL_WASM_CONV2D_S8_H
#define QN_INTERNAL_WASM_CONV2D_S8_H

#include "conv2d_s8_core.h"
#include "wasm_requantize.h"

#define QN_PIXELS 4

/* Filters of one group. */
typedef struct qn_packed_s8 {
    const int8_t *w;
    const qn_channels_8 *requant;
    int32_t channels;
    int32_t pairs;
} qn_packed_s8;

/* Widens `length` bytes; an odd length is followed by a zero. */
static void qn_widen(const int8_t *from, int32_t length, int16_t *to)
{
    int32_t i = 0;
    for (; i + 8 <= length; i += 8) {
        wasm_v128_store(to + i, wasm_i16x8_load8x8(from + i));
    }
    for (; i < length; i++) {
        to[i] = from[i];
    }
    if (length & 1) {
        to[length] = 0;
    }
}

/* Eight channels of `pixels` pixels (1 or QN_PIXELS); the patch of pixel i begins i * 2 * pairs elements after a. */
static inline void qn_block_s8(const int16_t *a, const int8_t *w, int32_t pairs, int32_t pixels, v128_t acc[QN_PIXELS][2])
{
    int32_t i, k;
    for (k = 0; k < pairs; k++) {
        const v128_t both = wasm_v128_load(w + 16 * k);
        const v128_t w0 = wasm_i16x8_extend_low_i8x16(both);
        const v128_t w1 = wasm_i16x8_extend_high_i8x16(both);
        for (i = 0; i < pixels; i++) {
            const v128_t pair = wasm_v128_load32_splat(a + 2 * (i * pairs + k));
            acc[i][0] = wasm_i32x4_add(acc[i][0], wasm_i32x4_dot_i16x8(pair, w0));
            acc[i][1] = wasm_i32x4_add(acc[i][1], wasm_i32x4_dot_i16x8(pair, w1));
        }
    }
}

/* All channels of one group for `pixels` neighbouring outputs, out_c apart. */
static inline void qn_filter_s8(const qn_packed_s8 *f, const int16_t *a, int32_t pixels, const qn_epilogue_s8 *out, qn_out_s8 *y, int32_t out_c)
{
    const int8_t *w = f->w;
    const qn_channels_8 *requant = f->requant;
    int32_t channel, i;
    for (channel = 0; channel < f->channels; channel += 8, w += 16 * f->pairs, requant++) {
        v128_t acc[QN_PIXELS][2];
        for (i = 0; i < pixels; i++) {
            acc[i][0] = wasm_v128_load(requant->bias);
            acc[i][1] = wasm_v128_load(requant->bias + 4);
        }
        qn_block_s8(a, w, f->pairs, pixels, acc);
        for (i = 0; i < pixels; i++) {
            qn_store_8(y + i * out_c + channel, f->channels - channel, acc[i], requant, out);
        }
    }
}

/* One group. Scratch: QN_PIXELS widened patches, then room for one gathered patch. */
static void qn_group_s8(const qn_conv_s8 *c, const qn_packed_s8 *f, qn_out_s8 *y, int16_t *wide)
{
    const int32_t pixels = c->g.batch * c->g.out_h * c->g.out_w;
    int8_t *room = (int8_t *)(wide + QN_PIXELS * 2 * f->pairs);
    qn_pixel at = {0, 0, 0};
    int32_t i, j;
    for (i = 0; i < pixels;) {
        const int32_t count = pixels - i >= QN_PIXELS ? QN_PIXELS : 1;
        for (j = 0; j < count; j++) {
            qn_widen(qn_patch_s8(c, at, room, 0), c->length, wide + j * 2 * f->pairs);
            at = qn_next_pixel(at, c->g.out_h, c->g.out_w);
        }
        if (count == QN_PIXELS) {
            qn_filter_s8(f, wide, QN_PIXELS, &c->out, y, c->g.out_c);
        } else {
            qn_filter_s8(f, wide, 1, &c->out, y, c->g.out_c);
        }
        y += count * c->g.out_c;
        i += count;
    }
}

static inline void qn_conv2d_s8_lanes(const qn_conv_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, const int8_t *pad, qn_out_s8 *y, void *scratch, qn_epilogue_s8 out)
{
    qn_conv_s8 c = qn_conv_s8_of(p, x, pad, out);
    const int32_t blocks = (p->out_c / p->groups + 7) / 8;
    qn_packed_s8 f = {w, (const qn_channels_8 *)(const void *)requant, p->out_c / p->groups, (c.length + 1) / 2};
    int32_t group;
    for (group = 0; group < p->groups; group++) {
        qn_group_s8(&c, &f, y + group * f.channels, (int16_t *)scratch);
        f.w += blocks * 16 * f.pairs;
        f.requant += blocks;
        c.source.group_offset += c.source.group_bytes;
    }
}

#endif
