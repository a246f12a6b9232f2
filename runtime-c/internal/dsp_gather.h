/* Widens input patches to pairs of int16 for the dot products of dsp.h: quads of four elements, whose even and odd bytes are a word each;
 * two pixels share a buffer, a word of each in turn. Every kernel row gives its whole quads; the 0 to 3 bytes left over of each row are
 * collected and follow behind all of them. src/kernels/geometry/dsp-packing.ts puts weights in the same order. */
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
    /* Whole quads of a row, and elements left over. */
    int32_t whole;
    int32_t rest;
    /* Quads of a patch. */
    int32_t quads;
} qn_dsp_rows;

static inline qn_dsp_rows qn_dsp_rows_of(int32_t rows, int32_t length)
{
    const qn_dsp_rows r = {rows, length, length >> 2, length & 3, rows * (length >> 2) + ((rows * (length & 3) + 3) >> 2)};
    return r;
}

/* The whole quads of one row. */
static inline uint32_t *qn_widen_quads(const int8_t *from, int32_t quads, uint32_t *to)
{
    QN_NO_UNROLL
    for (; quads > 0; quads--) {
        const uint32_t word = qn_load_4_s8(from);
        QN_STEP(from, 4);
        to[0] = qn_even_bytes(word);
        to[2] = qn_odd_bytes(word);
        QN_STEP(to, 4);
    }
    return to;
}

/* The same row of two pixels. */
static inline uint32_t *qn_widen_quads_2(const int8_t *from0, const int8_t *from1, int32_t quads, uint32_t *to)
{
    QN_NO_UNROLL
    for (; quads > 0; quads--) {
        const uint32_t word0 = qn_load_4_s8(from0), word1 = qn_load_4_s8(from1);
        QN_STEP(from0, 4);
        QN_STEP(from1, 4);
        to[0] = qn_even_bytes(word0);
        to[1] = qn_even_bytes(word1);
        to[2] = qn_odd_bytes(word0);
        to[3] = qn_odd_bytes(word1);
        QN_STEP(to, 4);
    }
    return to;
}

/* The 0 to 3 bytes left over of a row. */
static inline void qn_copy_rest(uint8_t *to, const uint8_t *from, int32_t bytes)
{
    if (bytes > 0) {
        to[0] = from[0];
        if (bytes > 1) {
            to[1] = from[1];
            if (bytes > 2) {
                to[2] = from[2];
            }
        }
    }
}

/* A few bytes, as most runs of padding or of a narrow image are. */
QN_BLOCK void qn_copy_few(uint8_t *to, const uint8_t *from, int32_t bytes)
{
    QN_NO_UNROLL
    for (; bytes >= 4; bytes -= 4, from += 4, to += 4) {
        QN_MEMCPY(to, from, 4);
    }
    QN_NO_UNROLL
    for (; bytes > 0; bytes--) {
        *to++ = *from++;
    }
}

#endif
