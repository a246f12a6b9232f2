/* Requantization of four lanes: the rule of requantize.h without a shift by lane, which WebAssembly lacks.
 * v >> s is the low half of (v * 2^(31-s)) >> 31, so each channel carries the factor 2^(31-s) instead of its shift. */
#ifndef QN_INTERNAL_WASM_REQUANTIZE_H
#define QN_INTERNAL_WASM_REQUANTIZE_H

#include <wasm_simd128.h>

#include "requantize.h"

/* Eight channels as src/kernels/geometry/wasm-packing.ts lays them out. */
typedef struct qn_requant_8 {
    int32_t bias[8];
    int32_t multiplier[8];
    /* Zero point and rounding: (zero_point << s) + (1 << (s - 1)). */
    int32_t offset[8];
    /* 2^(31 - s). */
    int32_t factor[8];
} qn_requant_8;

static inline v128_t qn_requantize_lanes(v128_t acc, const qn_requant_8 *r, int32_t first, const qn_output_s8 *out)
{
    const v128_t multiplier = wasm_v128_load(r->multiplier + first);
    const v128_t factor = wasm_v128_load(r->factor + first);
    const v128_t shifted = wasm_i32x4_shl(acc, (uint32_t)out->pre_shift);
    const v128_t high = wasm_i32x4_shuffle(wasm_i64x2_extmul_low_i32x4(shifted, multiplier), wasm_i64x2_extmul_high_i32x4(shifted, multiplier), 1, 3, 5, 7);
    const v128_t sum = wasm_i32x4_add(high, wasm_v128_load(r->offset + first));
    const v128_t low = wasm_u64x2_shr(wasm_i64x2_extmul_low_i32x4(sum, factor), 31);
    const v128_t rest = wasm_u64x2_shr(wasm_i64x2_extmul_high_i32x4(sum, factor), 31);
    const v128_t value = wasm_i32x4_shuffle(low, rest, 0, 2, 4, 6);
    return wasm_i32x4_min(wasm_i32x4_max(value, wasm_i32x4_splat(out->min)), wasm_i32x4_splat(out->max));
}

/* Requantizes eight channels and stores the first `count` (1 to 8) of them. */
static inline void qn_store_8_s8(int8_t *y, int32_t count, const v128_t acc[2], const qn_requant_8 *r, const qn_output_s8 *out)
{
    const v128_t low = qn_requantize_lanes(acc[0], r, 0, out);
    const v128_t high = qn_requantize_lanes(acc[1], r, 4, out);
    const v128_t words = wasm_i16x8_narrow_i32x4(low, high);
    const v128_t bytes = wasm_i8x16_narrow_i16x8(words, words);
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

#endif
