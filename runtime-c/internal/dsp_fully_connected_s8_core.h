/* Body of the int8 fully connected layers of the dsp folder, to be inlined where shapes are constants too: one row by four channels at a time.
 * Inputs are widened on the way, weights hold two channels in a halfword as for convolutions. */
#ifndef QN_INTERNAL_DSP_FULLY_CONNECTED_S8_CORE_H
#define QN_INTERNAL_DSP_FULLY_CONNECTED_S8_CORE_H

#include "dsp_dual.h"
#include "dsp_output.h"
#include "qn_conv.h"

#if defined(QN_FLOAT_OUTPUT)
typedef qn_fully_connected_s8_f32_params qn_fully_connected_params;
#else
typedef qn_fully_connected_s8_params qn_fully_connected_params;
#endif

/* The last 1 to 3 elements of a row, filled up with zeros. */
static inline uint32_t qn_load_rest(const int8_t *from, int32_t count)
{
    uint32_t word = 0;
    int32_t i;
    QN_NO_UNROLL
    for (i = 0; i < count; i++) {
        word |= (uint32_t)(uint8_t)from[i] << (8 * i);
    }
    return word;
}

/* acc += products of `quads` quads of x with four channels. */
QN_BLOCK void qn_dsp_chunk_1x4(const int8_t **x, const uint32_t **w, int32_t quads, int32_t acc[4])
{
    int32_t low[2] = {acc[0], acc[2]};
    int32_t full[2] = {acc[0], acc[2]};
    qn_dot_1x4(x, w, quads, low, full);
    acc[0] = low[0];
    acc[2] = low[1];
    acc[1] += qn_split_full(full[0], low[0]);
    acc[3] += qn_split_full(full[1], low[1]);
}

/* All channels of one row. */
QN_BLOCK void qn_dsp_row(const int8_t *x, const uint32_t *w, const int32_t *requant, const qn_fully_connected_params *p, const qn_dsp_output *out, qn_out_s8 *y)
{
    const int32_t rest = p->in_c & 3;
    int32_t left = p->out_c;
    QN_NO_UNROLL
    for (; left > 0; left -= 4, requant += 4 * QN_DSP_CHANNEL, y += 4) {
        int32_t acc[4] = {requant[0], requant[QN_DSP_CHANNEL], requant[2 * QN_DSP_CHANNEL], requant[3 * QN_DSP_CHANNEL]};
        const int8_t *at = x;
        int32_t quads = p->in_c >> 2;
        QN_NO_UNROLL
        for (; quads > QN_DSP_CHUNK; quads -= QN_DSP_CHUNK) {
            qn_dsp_chunk_1x4(&at, &w, QN_DSP_CHUNK, acc);
        }
        qn_dsp_chunk_1x4(&at, &w, quads, acc);
        if (rest > 0) {
            const uint32_t word = qn_load_rest(at, rest);
            const int8_t *filled = (const int8_t *)(const void *)&word;
            qn_dsp_chunk_1x4(&filled, &w, 1, acc);
        }
        qn_dsp_store_row(y, acc, left, requant, out);
    }
}

static inline void qn_dsp_fully_connected_s8_core(const qn_fully_connected_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, qn_out_s8 *y, qn_epilogue_s8 form)
{
    const qn_dsp_output out = qn_dsp_output_of(form);
    int32_t rows = p->batch;
    for (; rows > 0; rows--, x += p->in_c, y += p->out_c) {
        qn_dsp_row(x, (const uint32_t *)(const void *)w, requant, p, &out, y);
    }
}

#endif
