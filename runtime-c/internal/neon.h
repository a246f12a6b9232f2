/* NEON building blocks that ISO C or the two Arm states do not share: memory of any alignment, parts of vectors.
 * Element pointers may be unaligned for the wider accesses; no access goes beyond the bytes named. */
#ifndef QN_INTERNAL_NEON_H
#define QN_INTERNAL_NEON_H

#include <arm_neon.h>

#include "codegen.h"
#include "memory.h"

QN_INLINE int32_t qn_load_32(const void *from)
{
    int32_t word;
    QN_MEMCPY(&word, from, sizeof word);
    return word;
}

/* `count` (0 to 7) bytes, the rest zero. */
QN_INLINE uint64_t qn_load_some(const int8_t *from, int32_t count)
{
    uint64_t bits = 0;
    int32_t shift = 0;
    if (count & 4) {
        bits = (uint32_t)qn_load_32(from);
        shift = 32;
    }
    if (count & 2) {
        uint16_t pair;
        QN_MEMCPY(&pair, from + (count & 4), sizeof pair);
        bits |= (uint64_t)pair << shift;
        shift += 16;
    }
    if (count & 1) {
        bits |= (uint64_t)(uint8_t)from[count - 1] << shift;
    }
    return bits;
}

QN_INLINE void qn_store_4(int8_t *to, uint32_t word)
{
    QN_MEMCPY(to, &word, sizeof word);
}

/* The first `count` (1 to 4) bytes of a word. */
QN_INLINE void qn_store_some_of_4(int8_t *to, uint32_t word, int32_t count)
{
    if (count == 4) {
        qn_store_4(to, word);
    } else {
        int32_t i;
        QN_NO_UNROLL
        for (i = 0; i < count; i++, word >>= 8) {
            to[i] = (int8_t)(uint8_t)word;
        }
    }
}

/* Stores word `index` (a constant) of a vector of bytes. */
#define QN_STORE_WORD(to, bytes, index, count) qn_store_some_of_4((to), vgetq_lane_u32(vreinterpretq_u32_s8(bytes), (index)), (count))

/* The first `count` (1 to 4) floats. */
QN_INLINE void qn_store_some_f32(float *to, float32x4_t value, int32_t count)
{
    if (count >= 4) {
        vst1q_f32(to, value);
    } else {
        if (count >= 2) {
            vst1_f32(to, vget_low_f32(value));
            value = vextq_f32(value, value, 2);
            to += 2;
        }
        if (count & 1) {
            vst1q_lane_f32(to, value, 0);
        }
    }
}

/* {sum of a, sum of b, sum of c, sum of d}. */
QN_INLINE int32x4_t qn_sums_4(int32x4_t a, int32x4_t b, int32x4_t c, int32x4_t d)
{
#if defined(__aarch64__)
    return vpaddq_s32(vpaddq_s32(a, b), vpaddq_s32(c, d));
#else
    const int32x2_t ab = vpadd_s32(vadd_s32(vget_low_s32(a), vget_high_s32(a)), vadd_s32(vget_low_s32(b), vget_high_s32(b)));
    const int32x2_t cd = vpadd_s32(vadd_s32(vget_low_s32(c), vget_high_s32(c)), vadd_s32(vget_low_s32(d), vget_high_s32(d)));
    return vcombine_s32(ab, cd);
#endif
}

/* Uses of `later` stay behind the computation of `earlier`: keeps the compiler from computing everything at once and running out of registers. */
#if defined(__GNUC__) || defined(__clang__)
#define QN_AFTER(later, earlier) __asm__("" : "+w"(later), "+w"(earlier))
#else
#define QN_AFTER(later, earlier) ((void)0)
#endif

/* Registers: 32 of 16 bytes in 64-bit state, 16 in 32-bit state. */
#if defined(__aarch64__)
#define QN_REGISTERS 32
#else
#define QN_REGISTERS 16
#endif

#endif
