/* Range and histogram of a tensor, for calibration in the WebAssembly executor. */
#include <wasm_simd128.h>

#include "observe/observe_f32.h"

/* What kernels clamp to where a side is open: a value there has overflowed. */
#define LARGEST 3.402823466e38f
/* Tensors of fewer elements are counted into one histogram. */
#define SMALL 16384

/* Least, largest, and minus the number of elements that are not finite, in each lane; NaN is neither least nor largest. */
typedef struct qn_range_lanes {
    v128_t low;
    v128_t high;
    v128_t bad;
} qn_range_lanes;

static inline void qn_widen_range(qn_range_lanes *r, v128_t v)
{
    r->low = wasm_f32x4_pmin(r->low, v);
    r->high = wasm_f32x4_pmax(r->high, v);
    r->bad = wasm_i32x4_add(r->bad, wasm_v128_not(wasm_f32x4_lt(wasm_f32x4_abs(v), wasm_f32x4_splat(LARGEST))));
}

/* The last 1 to 3 elements, filled up. */
static inline v128_t qn_load_rest(const float *x, int32_t count, float filling)
{
    return wasm_f32x4_make(x[0], count > 1 ? x[1] : filling, count > 2 ? x[2] : filling, filling);
}

void qn_observe_range_f32(int32_t count, const float *x, float *range)
{
    qn_range_lanes r = {wasm_f32x4_splat(range[0]), wasm_f32x4_splat(range[1]), wasm_i32x4_splat(0)};
    float low[4], high[4];
    int32_t bad[4];
    int32_t i, lane;
    for (i = 0; i + 4 <= count; i += 4) {
        qn_widen_range(&r, wasm_v128_load(x + i));
    }
    if (i < count) {
        qn_widen_range(&r, qn_load_rest(x + i, count - i, range[0]));
    }
    wasm_v128_store(low, r.low);
    wasm_v128_store(high, r.high);
    wasm_v128_store(bad, r.bad);
    for (lane = 0; lane < 4; lane++) {
        range[0] = low[lane] < range[0] ? low[lane] : range[0];
        range[1] = high[lane] > range[1] ? high[lane] : range[1];
        range[2] -= (float)bad[lane];
    }
}

/* How elements are counted: bin = clamp(floor(x * inverse_width + half), 0, last). */
typedef struct qn_bins {
    v128_t inverse_width;
    v128_t half;
    v128_t last;
} qn_bins;

static inline v128_t qn_bins_of(const qn_bins *b, v128_t x)
{
    const v128_t place = wasm_f32x4_add(wasm_f32x4_mul(x, b->inverse_width), b->half);
    const v128_t inside = wasm_f32x4_pmin(wasm_f32x4_pmax(place, wasm_f32x4_splat(0.0f)), b->last);
    return wasm_i32x4_trunc_sat_f32x4(inside);
}

/* Neighbours often fall into one bin (zero, behind an activation function), and each count waits for the one before: lanes have histograms of
 * their own where there are enough elements. */
void qn_observe_histogram_f32(int32_t count, const float *x, float inverse_width, int32_t bins, uint32_t *counts, uint32_t *room)
{
    const qn_bins b = {wasm_f32x4_splat(inverse_width), wasm_f32x4_splat((float)(bins / 2)), wasm_f32x4_splat((float)(bins - 1))};
    const int32_t step = count < SMALL ? 0 : bins;
    uint32_t *second = step == 0 ? counts : room, *third = second + step, *fourth = third + step;
    int32_t i;
    for (i = 0; i < 3 * step; i++) {
        room[i] = 0U;
    }
    for (i = 0; i + 4 <= count; i += 4) {
        const v128_t at = qn_bins_of(&b, wasm_v128_load(x + i));
        counts[wasm_i32x4_extract_lane(at, 0)] += 1U;
        second[wasm_i32x4_extract_lane(at, 1)] += 1U;
        third[wasm_i32x4_extract_lane(at, 2)] += 1U;
        fourth[wasm_i32x4_extract_lane(at, 3)] += 1U;
    }
    for (; i < count; i++) {
        counts[wasm_i32x4_extract_lane(qn_bins_of(&b, wasm_f32x4_splat(x[i])), 0)] += 1U;
    }
    for (i = 0; i < step; i++) {
        counts[i] += second[i] + third[i] + fourth[i];
    }
}
