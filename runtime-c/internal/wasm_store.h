/* Storing eight lanes, the first `count` (1 to 8) of them: as float, as int8, and quantized as qn_quantize does. */
#ifndef QN_INTERNAL_WASM_STORE_H
#define QN_INTERNAL_WASM_STORE_H

#include <wasm_simd128.h>

#include "float_math.h"

/* As qn_clampf in each lane: NaN stays NaN. */
static inline v128_t qn_clamp_lanes(v128_t value, v128_t min, v128_t max)
{
    return wasm_f32x4_pmin(wasm_f32x4_pmax(value, min), max);
}

static inline void qn_store_floats(float *y, int32_t count, v128_t low, v128_t high)
{
    if (count >= 8) {
        wasm_v128_store(y, low);
        wasm_v128_store(y + 4, high);
    } else {
        float all[8];
        int32_t i;
        wasm_v128_store(all, low);
        wasm_v128_store(all + 4, high);
        for (i = 0; i < count; i++) {
            y[i] = all[i];
        }
    }
}

/* Clamps two times four int32 lanes. */
static inline void qn_store_lanes(int8_t *y, int32_t count, v128_t low, v128_t high, int32_t min, int32_t max)
{
    const v128_t words = wasm_i16x8_narrow_i32x4(low, high);
    const v128_t clamped = wasm_i16x8_min(wasm_i16x8_max(words, wasm_i16x8_splat((int16_t)min)), wasm_i16x8_splat((int16_t)max));
    const v128_t bytes = wasm_i8x16_narrow_i16x8(clamped, clamped);
    if (count >= 8) {
        wasm_v128_store64_lane(y, bytes, 0);
    } else {
        int8_t all[16];
        int32_t i;
        wasm_v128_store(all, bytes);
        for (i = 0; i < count; i++) {
            y[i] = all[i];
        }
    }
}

/* qn_quantize in each lane, before it is narrowed. */
static inline v128_t qn_quantize_lanes(v128_t real, const qn_quantizer *q)
{
    const v128_t value = wasm_f32x4_mul(real, wasm_f32x4_splat(q->inverse_scale));
    const v128_t number = wasm_v128_and(value, wasm_f32x4_eq(value, value));
    const v128_t inside = qn_clamp_lanes(number, wasm_f32x4_splat(q->min), wasm_f32x4_splat(q->max));
    return wasm_i32x4_add(wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_nearest(inside)), wasm_i32x4_splat(q->zero_point));
}

static inline void qn_store_quantized(int8_t *y, int32_t count, v128_t low, v128_t high, const qn_quantizer *q)
{
    qn_store_lanes(y, count, qn_quantize_lanes(low, q), qn_quantize_lanes(high, q), -128, 127);
}

#endif
