/* Dot products of int8 runs with int8 weights on MVE: two pixels by four output channels, or one by four; 16 products an instruction.
 * Weights are packed [channels/4][0, 2 | 1, 3][blocks][2][16], requantization in blocks of four channels (src/kernels/geometry/mve-packing.ts).
 * Pairs of runs are read in whole blocks of 16 bytes; weights behind their length are zero. */
#ifndef QN_INTERNAL_MVE_DOT_S8_H
#define QN_INTERNAL_MVE_DOT_S8_H

#include "codegen.h"
#include "mve_output.h"

/* Assembly below leaves few registers: GCC finds them where it optimizes only. */
#if defined(__GNUC__) && !defined(__clang__)
#define QN_OPTIMIZED __attribute__((optimize("O2")))
#else
#define QN_OPTIMIZED
#endif

/* All output channels of one call or group. */
typedef struct qn_lanes_s8 {
    const int8_t *w;
    const int32_t *channel;
    int32_t channels;
    /* Bytes of a run. */
    int32_t length;
    qn_lanes_epilogue out;
} qn_lanes_s8;

/* Two pixels by two channels, 16 products each. Assembly, because accumulators and pointers of the tile fill the register file and compilers
 * spill them around each half. Loads and products alternate, so that the core overlaps them: the last product of a block follows the next one's
 * first load. */
#define QN_MVE_BLOCK(before, mla)           \
    "vldrb.u8 %q[x0], [%[a0]], #16\n\t"     \
    before                                  \
    "vldrb.u8 %q[w0], [%[w]], #32\n\t"      \
    mla " %[s00], %q[x0], %q[w0]\n\t"       \
    "vldrb.u8 %q[x1], [%[a1]], #16\n\t"     \
    mla " %[s10], %q[x1], %q[w0]\n\t"       \
    "vldrb.u8 %q[w0], [%[w], #-16]\n\t"     \
    mla " %[s01], %q[x0], %q[w0]\n\t"
#define QN_MVE_LAST(mla) mla " %[s11], %q[x1], %q[w0]\n\t"

#define QN_MVE_PAIR(mla) \
    QN_MVE_BLOCK("", mla) QN_MVE_BLOCK(QN_MVE_LAST(mla), "vmlava.s8") QN_MVE_LAST("vmlava.s8")

/* All blocks of two channels: `first`, one block (odd counts) or two, then pairs; sums go to lanes `low` and `high`, a0 and a1 back to the run's begin. */
#define QN_MVE_HALF(first, low, high)                                   \
    first                                                               \
    "wls lr, %[pairs], 2f\n"                                            \
    "1:\n\t"                                                            \
    QN_MVE_PAIR("vmlava.s8")                                            \
    "le lr, 1b\n"                                                       \
    "2:\n\t"                                                            \
    "vmov %q[p0][" high "], %q[p0][" low "], %[s00], %[s01]\n\t"        \
    "sub %[a0], %[a0], %[bytes]\n\t"                                    \
    "vmov %q[p1][" high "], %q[p1][" low "], %[s10], %[s11]\n\t"        \
    "sub %[a1], %[a1], %[bytes]\n\t"

/* A single block: the pixels stay in their registers. */
#define QN_MVE_SINGLE_HALF(low, high)                                   \
    "vldrb.u8 %q[w0], [%[w]], #32\n\t"                                  \
    "vmlav.s8 %[s00], %q[x0], %q[w0]\n\t"                               \
    "vmlav.s8 %[s10], %q[x1], %q[w0]\n\t"                               \
    "vldrb.u8 %q[w0], [%[w], #-16]\n\t"                                 \
    "vmlav.s8 %[s01], %q[x0], %q[w0]\n\t"                               \
    "vmlav.s8 %[s11], %q[x1], %q[w0]\n\t"                               \
    "vmov %q[p0][" high "], %q[p0][" low "], %[s00], %[s01]\n\t"        \
    "vmov %q[p1][" high "], %q[p1][" low "], %[s10], %[s11]\n\t"

#define QN_MVE_SINGLE                                                                                                   \
    "vldrb.u8 %q[x0], [%[a0]]\n\t"                                                                                      \
    "vldrb.u8 %q[x1], [%[a1]]\n\t"                                                                                      \
    QN_MVE_SINGLE_HALF("0", "2") QN_MVE_SINGLE_HALF("1", "3")
#define QN_MVE_ONE QN_MVE_BLOCK("", "vmlav.s8") QN_MVE_LAST("vmlav.s8")
#define QN_MVE_ODD QN_MVE_HALF(QN_MVE_ONE, "0", "2") QN_MVE_HALF(QN_MVE_ONE, "1", "3")
#define QN_MVE_EVEN QN_MVE_HALF(QN_MVE_PAIR("vmlav.s8"), "0", "2") QN_MVE_HALF(QN_MVE_PAIR("vmlav.s8"), "1", "3")

/* p0, p1 = four channels of the pixels at a0 and a1; w moves on to the next four channels. */
#define QN_MVE_TILE(body)                                                                                               \
    do {                                                                                                                \
        register int32_t s00 __asm__("r0");                                                                             \
        register int32_t s01 __asm__("r2");                                                                             \
        register int32_t s10 __asm__("r4");                                                                             \
        register int32_t s11 __asm__("r6");                                                                             \
        int8x16_t x0, x1, w0;                                                                                           \
        __asm__ volatile(body                                                                                           \
                         : [p0] "=&w"(p0), [p1] "=&w"(p1), [a0] "+r"(a0), [a1] "+r"(a1), [w] "+r"(w), [s00] "=&r"(s00), \
                           [s01] "=&r"(s01), [s10] "=&r"(s10), [s11] "=&r"(s11), [x0] "=&w"(x0), [x1] "=&w"(x1),        \
                           [w0] "=&w"(w0)                                                                               \
                         : [pairs] "r"(pairs), [bytes] "r"(bytes)                                                       \
                         : "lr", "memory");                                                                             \
    } while (0)

/* All channels of two pixels but the last 0 to 3. */
#define QN_MVE_CHANNELS(body)                                       \
    do {                                                            \
        const int8_t *w = f->w;                                     \
        const int32_t *channel = channels;                          \
        qn_out_s8 *y0 = y, *y1 = y + y_step;                        \
        int32_t left = blocks_of_4;                                 \
        QN_NO_UNROLL                                                \
        do {                                                        \
            int32x4_t p0, p1;                                       \
            QN_MVE_TILE(body);                                      \
            qn_store_4_lanes_twice(y0, p0, y1, p1, channel, &out);  \
            channel += QN_LANES_CHANNEL;                            \
            y0 += 4;                                                \
            y1 += 4;                                                \
        } while (--left > 0);                                       \
    } while (0)

/* Four channels of the pixel at `a`, whose weights begin at w. A tail-predicated loop: nothing behind the run is read. */
QN_OPTIMIZED static inline int32x4_t qn_dot_1x4_lanes(const int8_t *a, const int8_t *w, int32_t length)
{
    const int8_t *v = w + ((length + 15) & ~15) * 2;
    register int32_t s0 __asm__("r0") = 0;
    register int32_t s1 __asm__("r2") = 0;
    register int32_t s2 __asm__("r4") = 0;
    register int32_t s3 __asm__("r6") = 0;
    int8x16_t x, w0;
    __asm__ volatile("dlstp.8 lr, %[length]\n"
                     "1:\n\t"
                     "vldrb.u8 %q[x], [%[a]], #16\n\t"
                     "vldrb.u8 %q[w0], [%[w]], #32\n\t"
                     "vmlava.s8 %[s0], %q[x], %q[w0]\n\t"
                     "vldrb.u8 %q[w0], [%[w], #-16]\n\t"
                     "vmlava.s8 %[s2], %q[x], %q[w0]\n\t"
                     "vldrb.u8 %q[w0], [%[v]], #32\n\t"
                     "vmlava.s8 %[s1], %q[x], %q[w0]\n\t"
                     "vldrb.u8 %q[w0], [%[v], #-16]\n\t"
                     "vmlava.s8 %[s3], %q[x], %q[w0]\n\t"
                     "letp lr, 1b\n"
                     : [a] "+r"(a), [w] "+r"(w), [v] "+r"(v), [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2), [s3] "+r"(s3), [x] "=&w"(x), [w0] "=&w"(w0)
                     : [length] "r"(length)
                     : "lr", "memory");
    {
        const int32x4_t sums = {s0, s1, s2, s3};
        return sums;
    }
}

/* Channels from `first` on of one pixel. */
QN_OPTIMIZED QN_BLOCK void qn_filter_pixel_lanes(const qn_lanes_s8 *f, const int8_t *a, int32_t first, qn_out_s8 *y)
{
    const qn_lanes_epilogue out = f->out;
    const int32_t length = f->length, weights = 4 * ((length + 15) & ~15);
    const int8_t *w = f->w + first / 4 * weights;
    const int32_t *channel = f->channel + first / 4 * QN_LANES_CHANNEL;
    int32_t left;
    y += first;
    QN_NO_UNROLL
    for (left = f->channels - first; left > 0; left -= 4) {
        qn_store_4_lanes(y, qn_dot_1x4_lanes(a, w, length), channel, left, &out);
        w += weights;
        channel += QN_LANES_CHANNEL;
        y += 4;
    }
}

/* All channels but the last 0 to 3 of `count` pairs of pixels. */
QN_OPTIMIZED QN_BLOCK void qn_filter_pairs_lanes(const qn_lanes_s8 *f, const int8_t *a, int32_t a_step, int32_t count, qn_out_s8 *y, int32_t y_step)
{
    const qn_lanes_epilogue out = f->out;
    const int32_t *const channels = f->channel;
    const int32_t blocks_of_4 = f->channels >> 2, blocks = (f->length + 15) >> 4, bytes = 16 * blocks, pairs = (blocks - 1) >> 1;
    QN_NO_UNROLL
    for (; count > 0; count--) {
        const int8_t *a0 = a, *a1 = a + a_step;
        if (blocks == 1) {
            QN_MVE_CHANNELS(QN_MVE_SINGLE);
        } else if (blocks & 1) {
            QN_MVE_CHANNELS(QN_MVE_ODD);
        } else {
            QN_MVE_CHANNELS(QN_MVE_EVEN);
        }
        a += 2 * a_step;
        y += 2 * y_step;
    }
}

/* All channels of `count` pixels whose runs are a_step bytes apart, their outputs y_step elements. */
QN_BLOCK void qn_filter_run_lanes(const qn_lanes_s8 *f, const int8_t *a, int32_t a_step, int32_t count, qn_out_s8 *y, int32_t y_step)
{
    const int32_t even = count & ~1, blocked = f->channels & ~3;
    int32_t i;
    if (blocked > 0) {
        qn_filter_pairs_lanes(f, a, a_step, count >> 1, y, y_step);
    }
    QN_NO_UNROLL
    for (i = blocked < f->channels ? 0 : even; i < count; i++) {
        qn_filter_pixel_lanes(f, a + i * a_step, i < even ? blocked : 0, y + i * y_step);
    }
}

#endif
