/* Float 3x3 convolution by Winograd's F(4x4, 3x3) (Lavin and Gray, arXiv 1509.09308): tiles of 4x4 outputs from 6x6 inputs, 36 products per channel pair
 * instead of 144. Weights come transformed and packed [36][block of channels][in_c][channel], the biases followed by as many zeros.
 * Twin of src/kernels/geometry/winograd.ts: qn_winograd_pays decides, on both sides, which form is used. */
#ifndef QN_INTERNAL_NEON_WINOGRAD_F32_H
#define QN_INTERNAL_NEON_WINOGRAD_F32_H

#include "neon_conv2d_core.h"

/* Tiles that go through the products together. */
#define QN_TILES 8

static inline int qn_winograd_pays(const qn_conv2d_f32_params *p)
{
    const int32_t tiles = (p->out_h + 3) / 4 * ((p->out_w + 3) / 4);
    const int plain = p->kernel_h == 3 && p->kernel_w == 3 && p->stride_h == 1 && p->stride_w == 1 && p->dilation_h == 1 && p->dilation_w == 1 && p->groups == 1;
    return plain && p->in_c >= 16 && p->out_c >= 16 && p->in_c % 4 == 0 && p->out_c % 4 == 0 && 8 * tiles <= p->out_h * p->out_w;
}

/* State of one call. */
typedef struct qn_winograd {
    /* Windows of 6x6 at steps of 4: one for each tile. */
    qn_conv_geometry tile;
    qn_gather source;
    const float *bias;
    const float *zeros;
    const float *w;
    qn_neon_output out;
    int32_t out_h;
    int32_t out_w;
    /* [36][QN_TILES][in_c], [36][QN_TILES][out_c], [6][6][in_c]. */
    float *inputs;
    float *products;
    float *patch;
} qn_winograd;

/* Six values times the input matrix. */
QN_INLINE void qn_winograd_in(const float32x4_t d[6], float32x4_t t[6])
{
    const float32x4_t two = vdupq_n_f32(2.0f), four = vdupq_n_f32(4.0f), five = vdupq_n_f32(5.0f);
    const float32x4_t even = vfmsq_f32(d[4], d[2], four), odd = vfmsq_f32(d[3], d[1], four);
    const float32x4_t even2 = vsubq_f32(d[4], d[2]), odd2 = vsubq_f32(d[3], d[1]);
    t[0] = vfmaq_f32(vfmsq_f32(d[4], d[2], five), d[0], four);
    t[1] = vaddq_f32(even, odd);
    t[2] = vsubq_f32(even, odd);
    t[3] = vfmaq_f32(even2, odd2, two);
    t[4] = vfmsq_f32(even2, odd2, two);
    t[5] = vfmaq_f32(vfmsq_f32(d[5], d[3], five), d[1], four);
}

/* Six values times the output matrix. */
QN_INLINE void qn_winograd_out(const float32x4_t m[6], float32x4_t y[4])
{
    const float32x4_t sum1 = vaddq_f32(m[1], m[2]), difference1 = vsubq_f32(m[1], m[2]);
    const float32x4_t sum2 = vaddq_f32(m[3], m[4]), difference2 = vsubq_f32(m[3], m[4]);
    y[0] = vaddq_f32(vaddq_f32(m[0], sum1), sum2);
    y[1] = vfmaq_f32(difference1, difference2, vdupq_n_f32(2.0f));
    y[2] = vfmaq_f32(sum1, sum2, vdupq_n_f32(4.0f));
    y[3] = vfmaq_f32(vaddq_f32(difference1, m[5]), difference2, vdupq_n_f32(8.0f));
}

/* Transforms the 6x6 inputs of tile `slot`; rows of the window lie `row_step` elements apart. */
QN_BLOCK void qn_winograd_input(const qn_winograd *q, const float *x, int32_t row_step, int32_t slot)
{
    const int32_t channels = q->tile.in_c;
    float *to = q->inputs + slot * channels;
    int32_t c, i, j;
    QN_NO_UNROLL
    for (c = 0; c < channels; c += 4, x += 4, to += 4) {
        float32x4_t half[6][6];
        float *next = to;
        QN_NO_UNROLL
        for (j = 0; j < 6; j++) {
            const float *from = x + j * channels;
            float32x4_t d[6], t[6];
            QN_UNROLL
            for (i = 0; i < 6; i++) {
                d[i] = vld1q_f32(from + i * row_step);
            }
            qn_winograd_in(d, t);
            QN_UNROLL
            for (i = 0; i < 6; i++) {
                half[i][j] = t[i];
            }
        }
        QN_NO_UNROLL
        for (i = 0; i < 6; i++) {
            float32x4_t t[6];
            qn_winograd_in(half[i], t);
            QN_UNROLL
            for (j = 0; j < 6; j++) {
                vst1q_f32(next, t[j]);
                next += QN_TILES * channels;
            }
        }
    }
}

/* Transforms the products of tile `slot` to its outputs from y on, those `rows` by `columns` that there are. */
QN_BLOCK void qn_winograd_output(const qn_winograd *q, int32_t slot, int32_t rows, int32_t columns, float *y)
{
    const int32_t channels = q->tile.out_c;
    const float *from = q->products + slot * channels;
    int32_t c, i, j;
    QN_NO_UNROLL
    for (c = 0; c < channels; c += 4, from += 4, y += 4) {
        const float32x4_t bias = vld1q_f32(q->bias + c);
        float32x4_t half[4][6];
        QN_NO_UNROLL
        for (j = 0; j < 6; j++) {
            float32x4_t m[6], t[4];
            QN_UNROLL
            for (i = 0; i < 6; i++) {
                m[i] = vld1q_f32(from + (6 * i + j) * QN_TILES * channels);
            }
            qn_winograd_out(m, t);
            QN_UNROLL
            for (i = 0; i < 4; i++) {
                half[i][j] = t[i];
            }
        }
        QN_NO_UNROLL
        for (i = 0; i < rows; i++) {
            float *to = y + i * q->out_w * channels;
            float32x4_t t[4];
            qn_winograd_out(half[i], t);
            QN_UNROLL
            for (j = 0; j < 4; j++) {
                if (j < columns) {
                    vst1q_f32(to + j * channels, vminq_f32(vmaxq_f32(vaddq_f32(t[j], bias), q->out.min), q->out.max));
                }
            }
        }
    }
}

/* `count` tiles from `at` on. */
static inline void qn_winograd_tiles(const qn_winograd *q, qn_pixel at, int32_t count, float *y)
{
    const float limit = qn_bits_float(0x7F800000);
    const qn_epilogue_f32 open = {-limit, limit};
    const qn_conv_geometry *g = &q->tile;
    qn_filters_neon f = {q->w, (const qn_channels_4 *)(const void *)q->zeros, g->out_c};
    qn_pixel tile = at;
    qn_patches s;
    int32_t i;
    QN_NO_UNROLL
    for (i = 0; i < count; i++, tile = qn_next_pixel(tile, g->out_h, g->out_w)) {
        if (qn_pixels_inside(g, tile) > 0) {
            const int32_t row = tile.row * 4 - g->pad_top, column = tile.column * 4 - g->pad_left;
            const float *x = (const float *)(const void *)q->source.x + ((tile.image * g->in_h + row) * g->in_w + column) * g->in_c;
            qn_winograd_input(q, x, g->in_w * g->in_c, i);
        } else {
            qn_gather_patch(g, &q->source, tile, (uint8_t *)q->patch);
            qn_winograd_input(q, q->patch, 6 * g->in_c, i);
        }
    }
    QN_NO_UNROLL
    for (i = 0; i < 36; i++) {
        qn_patches_in_line(&s, q->inputs + i * QN_TILES * g->in_c, g->in_c, g->in_c);
        qn_neon_filter(&s, count, &f, q->products + i * QN_TILES * g->out_c, g->out_c, &open);
        f.w += g->in_c * g->out_c;
    }
    QN_NO_UNROLL
    for (i = 0; i < count; i++, at = qn_next_pixel(at, g->out_h, g->out_w)) {
        const int32_t rows = q->out_h - at.row * 4, columns = q->out_w - at.column * 4;
        qn_winograd_output(q, i, rows < 4 ? rows : 4, columns < 4 ? columns : 4, y + ((at.image * q->out_h + at.row * 4) * q->out_w + at.column * 4) * g->out_c);
    }
}

static inline void qn_winograd_f32(const qn_conv2d_f32_params *p, const float *x, const float *w, const float *bias, float *y, void *scratch, qn_epilogue_f32 out)
{
    qn_winograd q;
    qn_pixel at = {0, 0, 0};
    int32_t left;
    q.tile = qn_geometry_of(p);
    q.tile.kernel_h = q.tile.kernel_w = 6;
    q.tile.stride_h = q.tile.stride_w = 4;
    q.tile.out_h = (p->out_h + 3) / 4;
    q.tile.out_w = (p->out_w + 3) / 4;
    q.source.x = (const uint8_t *)x;
    q.source.pad = 0;
    q.source.pad_byte = 0;
    q.source.pixel_bytes = q.source.group_bytes = p->in_c * (int32_t)sizeof *x;
    q.source.group_offset = 0;
    q.bias = bias;
    q.zeros = bias + p->out_c;
    q.w = w;
    q.out = qn_neon_output_of(&out);
    q.out_h = p->out_h;
    q.out_w = p->out_w;
    q.inputs = (float *)scratch;
    q.products = q.inputs + 36 * QN_TILES * p->in_c;
    q.patch = q.products + 36 * QN_TILES * p->out_c;
    left = p->batch * q.tile.out_h * q.tile.out_w;
    QN_NO_UNROLL
    while (left > 0) {
        const int32_t count = left < QN_TILES ? left : QN_TILES;
        int32_t i;
        qn_winograd_tiles(&q, at, count, y);
        for (i = 0; i < count; i++) {
            at = qn_next_pixel(at, q.tile.out_h, q.tile.out_w);
        }
        left -= count;
    }
}

#endif
