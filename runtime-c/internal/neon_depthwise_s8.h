/* Taps of int8 depthwise windows, for neon_depthwise_core.h: 16, 8 or 4 channels. Two products of one lane fit 16 bits, because weights are never -128. */
#ifndef QN_INTERNAL_NEON_DEPTHWISE_S8_H
#define QN_INTERNAL_NEON_DEPTHWISE_S8_H

#include "neon_output.h"

/* Vectors of four channels in a block, in the blocks at the end, and where there are too few channels for these. */
#define QN_WIDE 4
#define QN_NARROW 2
#define QN_LEAST 1

typedef int8x16_t qn_tap;

/* 4 * vectors channels. */
QN_INLINE qn_tap qn_load_channels(const int8_t *from, int32_t vectors)
{
    int8x8_t half;
    if (vectors == 4) {
        return vld1q_s8(from);
    }
    half = vectors == 2 ? vld1_s8(from) : vreinterpret_s8_s32(vdup_n_s32(qn_load_32(from)));
    return vcombine_s8(half, half);
}

/* Two taps, or one. */
QN_INLINE void qn_depthwise_taps(const qn_tap *x, const qn_tap *w, int32_t count, int32_t vectors, int32x4_t *acc)
{
    int16x8_t low = vmull_s8(vget_low_s8(x[0]), vget_low_s8(w[0]));
    if (count == 2) {
        low = vmlal_s8(low, vget_low_s8(x[1]), vget_low_s8(w[1]));
    }
    acc[0] = vaddw_s16(acc[0], vget_low_s16(low));
    if (vectors > 1) {
        acc[1] = vaddw_s16(acc[1], vget_high_s16(low));
    }
    if (vectors == 4) {
        int16x8_t high = vmull_s8(vget_high_s8(x[0]), vget_high_s8(w[0]));
        if (count == 2) {
            high = vmlal_s8(high, vget_high_s8(x[1]), vget_high_s8(w[1]));
        }
        acc[2] = vaddw_s16(acc[2], vget_low_s16(high));
        acc[3] = vaddw_s16(acc[3], vget_high_s16(high));
    }
}

#endif
