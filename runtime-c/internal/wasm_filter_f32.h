/* Float filters with output channels as lanes, for WebAssembly: one or four pixels by eight channels.
 * Weights [channels/8][length][8] and biases, filled up with zeros to whole blocks of eight. */
#ifndef QN_INTERNAL_WASM_FILTER_F32_H
#define QN_INTERNAL_WASM_FILTER_F32_H

#include "output.h"
#include "wasm_store.h"

#define QN_PIXELS 4

typedef struct qn_packed_f32 {
    const float *w;
    const float *bias;
    int32_t channels;
    int32_t length;
    qn_epilogue_f32 out;
} qn_packed_f32;

#if defined(QN_INT8_OUTPUT)

static inline void qn_store_8_f32(qn_out_f32 *y, int32_t count, v128_t low, v128_t high, const qn_epilogue_f32 *out)
{
    if (out->real) {
        qn_store_floats(out->real + (y - out->stored), count, low, high);
    }
    qn_store_quantized(y, count, low, high, &out->to);
}

#else

static inline void qn_store_8_f32(qn_out_f32 *y, int32_t count, v128_t low, v128_t high, const qn_epilogue_f32 *out)
{
    (void)out;
    qn_store_floats(y, count, low, high);
}

#endif

/* All channels of `pixels` pixels (1 or QN_PIXELS, a constant where inlined) with patches a[]; outputs are out_c apart. */
static inline void qn_filter_pixels_f32(const qn_packed_f32 *f, const float *const a[QN_PIXELS], int32_t pixels, qn_out_f32 *y, int32_t out_c)
{
    const v128_t min = wasm_f32x4_splat(f->out.min), max = wasm_f32x4_splat(f->out.max);
    const float *w = f->w;
    int32_t channel, i, k;
    for (channel = 0; channel < f->channels; channel += 8) {
        v128_t acc[QN_PIXELS][2];
        for (i = 0; i < pixels; i++) {
            acc[i][0] = wasm_v128_load(f->bias + channel);
            acc[i][1] = wasm_v128_load(f->bias + channel + 4);
        }
        for (k = 0; k < f->length; k++, w += 8) {
            const v128_t w0 = wasm_v128_load(w);
            const v128_t w1 = wasm_v128_load(w + 4);
            for (i = 0; i < pixels; i++) {
                const v128_t value = wasm_v128_load32_splat(a[i] + k);
                acc[i][0] = wasm_f32x4_add(wasm_f32x4_mul(value, w0), acc[i][0]);
                acc[i][1] = wasm_f32x4_add(wasm_f32x4_mul(value, w1), acc[i][1]);
            }
        }
        for (i = 0; i < pixels; i++) {
            qn_store_8_f32(y + i * out_c + channel, f->channels - channel, qn_clamp_lanes(acc[i][0], min, max), qn_clamp_lanes(acc[i][1], min, max), &f->out);
        }
    }
}

static inline void qn_filter_f32(const qn_packed_f32 *f, const float *const a[QN_PIXELS], int32_t pixels, qn_out_f32 *y, int32_t out_c)
{
    if (pixels == QN_PIXELS) {
        qn_filter_pixels_f32(f, a, QN_PIXELS, y, out_c);
    } else {
        qn_filter_pixels_f32(f, a, 1, y, out_c);
    }
}

#endif
