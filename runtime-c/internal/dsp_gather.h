/* Widens input patches to pairs of int16 for the dot products of dsp.h: quads of four elements, whose even and odd bytes are a word each;
 * two pixels share a buffer, a word of each in turn. Every kernel row gives its whole quads; the 0 to 3 bytes left over of each row follow
 * behind all of them. src/kernels/geometry/dsp-packing.ts puts weights in the same order. */
#ifndef QN_INTERNAL_DSP_GATHER_H
#define QN_INTERNAL_DSP_GATHER_H

#include "dsp.h"
#include "gather.h"

/* How patches are cut. */
typedef struct qn_dsp_rows {
    /* Kernel rows, or 1 where a patch is one run of the input. */
    int32_t rows;
    /* Elements of a row. */
    int32_t length;
    /* Quads of a patch. */
    int32_t quads;
} qn_dsp_rows;

static inline qn_dsp_rows qn_dsp_rows_of(int32_t rows, int32_t length)
{
    const qn_dsp_rows r = {rows, length, rows * (length >> 2) + ((rows * (length & 3) + 3) >> 2)};
    return r;
}

/* The whole quads of one row. */
static inline uint32_t *qn_widen_quads(const int8_t *from, int32_t quads, uint32_t *to)
{
    QN_NO_UNROLL
    for (; quads > 0; quads--, from += 4, to += 4) {
        const uint32_t word = qn_load_4_s8(from);
        to[0] = qn_even_bytes(word);
        to[2] = qn_odd_bytes(word);
    }
    return to;
}

/* The same row of two pixels. */
static inline uint32_t *qn_widen_quads_2(const int8_t *from0, const int8_t *from1, int32_t quads, uint32_t *to)
{
    QN_NO_UNROLL
    for (; quads > 0; quads--, from0 += 4, from1 += 4, to += 4) {
        const uint32_t word0 = qn_load_4_s8(from0), word1 = qn_load_4_s8(from1);
        to[0] = qn_even_bytes(word0);
        to[1] = qn_even_bytes(word1);
        to[2] = qn_odd_bytes(word0);
        to[3] = qn_odd_bytes(word1);
    }
    return to;
}

/* Element `index` of the left-over ones, behind `rest`, the first pixel's word of their first quad. */
static inline void qn_put_rest(uint32_t *rest, int32_t index, int16_t value)
{
    uint8_t *to = (uint8_t *)(rest + 4 * (index >> 2) + 2 * (index & 1)) + (index & 2);
    QN_MEMCPY(to, &value, sizeof value);
}

static inline void qn_widen_rest(const int8_t *from, int32_t count, uint32_t *rest, int32_t index)
{
    QN_NO_UNROLL
    for (; count > 0; count--) {
        qn_put_rest(rest, index++, *from++);
    }
}

#endif
