/* A GRU layer in integers, one sequence after the other. A kernel file includes it and gives it its name. */
#ifndef QN_INTERNAL_GRU_S8_CORE_H
#define QN_INTERNAL_GRU_S8_CORE_H

#include "qn.h"
#include "recurrent_s8.h"

/* What a sequence works on: sums from the inputs and from the state [3][hidden], the state with 15 fractional bits, and with 7 what weights multiply. */
typedef struct qn_gru_work {
    int16_t *input;
    int16_t *recurrent;
    int16_t *h;
    int8_t *rounded;
    int8_t *reset;
} qn_gru_work;

static inline void qn_gru_start_s8(const qn_gru_s8_params *p, const float *h0, const qn_gru_work *s)
{
    int32_t i;
    for (i = 0; i < p->hidden; i++) {
        s->h[i] = h0 ? (int16_t)qn_fixed_s16(h0[i], 32768.0f) : (int16_t)0;
        s->rounded[i] = qn_to_s8(s->h[i], 15);
    }
}

/* Gates z, r and the candidate. */
static inline void qn_gru_step_s8(const qn_gru_s8_params *p, const qn_rows_s8 *states, const int16_t *tables, const qn_gru_work *s)
{
    const int32_t n = p->hidden;
    int32_t i;
    qn_gate_sums(states, s->rounded, 0, (p->linear_before_reset ? 3 : 2) * n, s->recurrent);
    for (i = 0; i < 2 * n; i++) {
        s->input[i] = (int16_t)qn_sigmoid_s16(tables, s->input[i] + s->recurrent[i]);
    }
    if (p->linear_before_reset) {
        for (i = 0; i < n; i++) {
            s->recurrent[2 * n + i] = (int16_t)((s->input[n + i] * s->recurrent[2 * n + i] + (1 << 14)) >> 15);
        }
    } else {
        for (i = 0; i < n; i++) {
            s->reset[i] = qn_to_s8(s->input[n + i] * s->h[i], 30);
        }
        qn_gate_sums(states, s->reset, 2 * n, n, s->recurrent + 2 * n);
    }
    for (i = 0; i < n; i++) {
        const int32_t z = s->input[i];
        const int32_t candidate = qn_tanh_s16(tables, s->input[2 * n + i] + s->recurrent[2 * n + i]);
        s->h[i] = qn_saturate_s16((z * s->h[i] + (32768 - z) * candidate + (1 << 14)) >> 15);
        s->rounded[i] = qn_to_s8(s->h[i], 15);
    }
}

static inline void qn_gru_finish_s8(const qn_gru_s8_params *p, const qn_gru_work *s, int8_t *yh, float *state)
{
    int32_t i;
    for (i = 0; i < p->hidden; i++) {
        if (yh) {
            yh[i] = s->rounded[i];
        }
        if (state) {
            state[i] = qn_rounded((float)s->h[i] * 3.0517578125e-5f);
        }
    }
}

static inline void qn_gru_s8_core(const qn_gru_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0,
               const int32_t *lens, int8_t *y, int8_t *yh, float *state, void *scratch)
{
    const qn_gru_s8_params q = *p;
    const int32_t n = q.hidden;
    const qn_row_walk walk = {q.steps, q.step_rows, q.batch_rows, q.reverse};
    const qn_rows_s8 inputs = {w, requant, q.inputs, q.pre_shift_x};
    const qn_inputs_s8 given = {x, real, q.inverse_scale, (int16_t *)scratch};
    const qn_rows_s8 states = {r, requant + 9 * n, n, q.pre_shift_h};
    int32_t b;
    for (b = 0; b < q.batch; b++) {
        const int32_t length = qn_sequence_length(lens, b, q.steps);
        qn_gru_work s;
        int32_t step;
        s.input = given.wide + q.inputs;
        s.recurrent = s.input + 3 * n;
        s.h = s.recurrent + 3 * n;
        s.rounded = (int8_t *)(s.h + n);
        s.reset = s.rounded + n;
        qn_gru_start_s8(&q, h0 ? h0 + b * n : h0, &s);
        for (step = 0; step < length; step++) {
            const int32_t row = qn_step_row(&walk, b, step, length);
            qn_input_sums(&inputs, &given, row, 3 * n, s.input);
            qn_gru_step_s8(&q, &states, tables, &s);
            if (y) {
                QN_MEMCPY(y + row * n, s.rounded, (uint32_t)n);
            }
        }
        if (y) {
            qn_clear_rest(&walk, b, length, (uint8_t *)y, (uint32_t)n);
        }
        qn_gru_finish_s8(&q, &s, yh ? yh + b * n : yh, state ? state + b * n : state);
    }
}

#endif
