/* Range and histogram of a tensor, for calibration in the WebAssembly executor. */
#include "observe/observe_f32.h"

/* What kernels clamp to where a side is open: a value there has overflowed. */
#define LARGEST 3.402823466e38f

void qn_observe_range_f32(int32_t count, const float *x, float *range)
{
    float low = range[0];
    float high = range[1];
    float bad = 0.0f;
    int32_t i;
    for (i = 0; i < count; i++) {
        const float v = x[i];
        low = v < low ? v : low;
        high = v > high ? v : high;
        bad += v < LARGEST && v > -LARGEST ? 0.0f : 1.0f;
    }
    range[0] = low;
    range[1] = high;
    range[2] += bad;
}

void qn_observe_histogram_f32(int32_t count, const float *x, float inverse_width, int32_t bins, uint32_t *counts)
{
    const float half = (float)(bins / 2);
    const float last = (float)(bins - 1);
    int32_t i;
    for (i = 0; i < count; i++) {
        float place = x[i] * inverse_width;
        place += half;
        place = place < 0.0f ? 0.0f : place;
        place = place > last ? last : place;
        counts[(uint32_t)place] += 1U;
    }
}
