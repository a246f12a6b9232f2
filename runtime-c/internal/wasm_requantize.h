/* What eight lanes of accumulators are stored as: the rules of output.h. WebAssembly lacks a shift by lane:
 * v >> s is the low half of (v * 2^(31-s)) >> 31, so each channel carries the factor 2^(31-s) instead of its shift.
 * QN_SUM_OUTPUT chooses the form with a residual, whose shift is the same in all lanes, QN_FLOAT_OUTPUT the one that writes float. */
#ifndef QN_INTERNAL_WASM_REQUANTIZE_H
#define QN_INTERNAL_WASM_REQUANTIZE_H

#include "output.h"
#include "wasm_store.h"

static inline v128_t qn_mul_high_lanes(v128_t acc, int32_t pre_shift, const int32_t *multiplier)
{
    const v128_t shifted = wasm_i32x4_shl(acc, (uint32_t)pre_shift);
    const v128_t m = wasm_v128_load(multiplier);
    return wasm_i32x4_shuffle(wasm_i64x2_extmul_low_i32x4(shifted, m), wasm_i64x2_extmul_high_i32x4(shifted, m), 1, 3, 5, 7);
}

#if defined(QN_FLOAT_OUTPUT)

/* Eight channels as packChannels in src/kernels/geometry/wasm-packing.ts lays them out. */
typedef struct qn_channels_8 {
    int32_t bias[8];
    float scale[8];
} qn_channels_8;

static inline v128_t qn_real_lanes(v128_t acc, const float *scale, const qn_epilogue_s8 *out)
{
    const v128_t value = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(acc), wasm_v128_load(scale));
    return qn_clamp_lanes(value, wasm_f32x4_splat(out->min), wasm_f32x4_splat(out->max));
}

static inline void qn_store_8(float *y, int32_t count, const v128_t acc[2], const qn_channels_8 *r, const qn_epilogue_s8 *out)
{
    const v128_t low = qn_real_lanes(acc[0], r->scale, out);
    const v128_t high = qn_real_lanes(acc[1], r->scale + 4, out);
    if (out->stored) {
        qn_store_quantized(out->stored + (y - out->real), count, low, high, &out->to);
    }
    qn_store_floats(y, count, low, high);
}

#elif defined(QN_SUM_OUTPUT)

/* Eight channels as packChannels in src/kernels/geometry/wasm-packing.ts lays them out. */
typedef struct qn_channels_8 {
    int32_t bias[8];
    int32_t multiplier[8];
} qn_channels_8;

/* Up to eight elements, the rest zero; never reads behind the last. */
static inline v128_t qn_load_words(const int8_t *from, int32_t count)
{
    int8_t all[8] = {0, 0, 0, 0, 0, 0, 0, 0};
    int32_t i;
    if (count >= 8) {
        return wasm_i16x8_load8x8(from);
    }
    for (i = 0; i < count; i++) {
        all[i] = from[i];
    }
    return wasm_i16x8_load8x8(all);
}

static inline v128_t qn_sum_lanes(v128_t acc, const int32_t *multiplier, v128_t product, const qn_output_sum_s8 *out)
{
    const v128_t high = qn_mul_high_lanes(acc, out->pre_shift, multiplier);
    return wasm_i32x4_shr(wasm_i32x4_add(wasm_i32x4_add(high, product), wasm_i32x4_splat(out->offset)), (uint32_t)out->shift);
}

static inline void qn_store_8(int8_t *y, int32_t count, const v128_t acc[2], const qn_channels_8 *r, const qn_epilogue_s8 *out)
{
    const v128_t residual = qn_load_words(out->residual + (y - out->first), count);
    const v128_t multiplier = wasm_i16x8_splat((int16_t)out->sum.residual_multiplier);
    const v128_t low = qn_sum_lanes(acc[0], r->multiplier, wasm_i32x4_extmul_low_i16x8(residual, multiplier), &out->sum);
    const v128_t high = qn_sum_lanes(acc[1], r->multiplier + 4, wasm_i32x4_extmul_high_i16x8(residual, multiplier), &out->sum);
    qn_store_lanes(y, count, low, high, out->sum.min, out->sum.max);
}

#else

/* Eight channels as packRequant in src/kernels/geometry/wasm-packing.ts lays them out. */
typedef struct qn_channels_8 {
    int32_t bias[8];
    int32_t multiplier[8];
    /* Zero point and rounding: (zero_point << s) + (1 << (s - 1)). */
    int32_t offset[8];
    /* 2^(31 - s). */
    int32_t factor[8];
} qn_channels_8;

static inline v128_t qn_requantize_lanes(v128_t acc, const qn_channels_8 *r, int32_t first, const qn_output_s8 *out)
{
    const v128_t factor = wasm_v128_load(r->factor + first);
    const v128_t high = qn_mul_high_lanes(acc, out->pre_shift, r->multiplier + first);
    const v128_t sum = wasm_i32x4_add(high, wasm_v128_load(r->offset + first));
    const v128_t low = wasm_u64x2_shr(wasm_i64x2_extmul_low_i32x4(sum, factor), 31);
    const v128_t rest = wasm_u64x2_shr(wasm_i64x2_extmul_high_i32x4(sum, factor), 31);
    return wasm_i32x4_shuffle(low, rest, 0, 2, 4, 6);
}

static inline void qn_store_8(int8_t *y, int32_t count, const v128_t acc[2], const qn_channels_8 *r, const qn_output_s8 *out)
{
    qn_store_lanes(y, count, qn_requantize_lanes(acc[0], r, 0, out), qn_requantize_lanes(acc[1], r, 4, out), out->min, out->max);
}

#endif

#endif
