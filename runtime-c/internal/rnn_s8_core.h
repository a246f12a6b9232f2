/* A RNN layer in integers, one sequence after the other. A kernel file includes it and gives it its name. */
#ifndef QN_INTERNAL_RNN_S8_CORE_H
#define QN_INTERNAL_RNN_S8_CORE_H

#include "qn.h"
#include "recurrent_s8.h"

static inline void qn_rnn_finish_s8(const qn_rnn_s8_params *p, const int8_t *h, int8_t *yh, float *state)
{
    int32_t i;
    for (i = 0; i < p->hidden; i++) {
        if (yh) {
            yh[i] = h[i];
        }
        if (state) {
            state[i] = qn_rounded((float)h[i] * 0.0078125f);
        }
    }
}

static inline void qn_rnn_s8_core(const qn_rnn_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0,
               const int32_t *lens, int8_t *y, int8_t *yh, float *state, void *scratch)
{
    const qn_rnn_s8_params q = *p;
    const int32_t n = q.hidden;
    const qn_row_walk walk = {q.steps, q.step_rows, q.batch_rows, q.reverse};
    const qn_rows_s8 inputs = {w, requant, q.inputs, q.pre_shift_x};
    const qn_rows_s8 states = {r, requant + 3 * n, n, q.pre_shift_h};
    int16_t *input = (int16_t *)scratch, *recurrent = input + n;
    int16_t *wide = recurrent + n;
    int8_t *h = (int8_t *)(wide + q.inputs);
    const qn_inputs_s8 given = {x, real, q.inverse_scale, wide};
    int32_t b, i;
    for (b = 0; b < q.batch; b++) {
        const int32_t length = qn_sequence_length(lens, b, q.steps);
        int32_t step;
        for (i = 0; i < n; i++) {
            h[i] = h0 ? (int8_t)qn_clamp_s32(qn_fixed_s16(h0[b * n + i], 128.0f), -128, 127) : (int8_t)0;
        }
        for (step = 0; step < length; step++) {
            const int32_t row = qn_step_row(&walk, b, step, length);
            qn_input_sums(&inputs, &given, row, n, input);
            qn_gate_sums(&states, h, 0, n, recurrent);
            for (i = 0; i < n; i++) {
                h[i] = qn_to_s8(qn_tanh_s16(tables, input[i] + recurrent[i]), 15);
            }
            if (y) {
                QN_MEMCPY(y + row * n, h, (uint32_t)n);
            }
        }
        if (y) {
            qn_clear_rest(&walk, b, length, (uint8_t *)y, (uint32_t)n);
        }
        qn_rnn_finish_s8(&q, h, yh ? yh + b * n : yh, state ? state + b * n : state);
    }
}

#endif
