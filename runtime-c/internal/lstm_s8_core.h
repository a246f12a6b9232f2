/* A LSTM layer in integers, one sequence after the other. A kernel file includes it and gives it its name. */
#ifndef QN_INTERNAL_LSTM_S8_CORE_H
#define QN_INTERNAL_LSTM_S8_CORE_H

#include "qn.h"
#include "recurrent_s8.h"

/* What a sequence works on: sums from the inputs and from the state [4][hidden], cells and states. */
typedef struct qn_lstm_work {
    int16_t *input;
    int16_t *recurrent;
    int16_t *c;
    int8_t *h;
} qn_lstm_work;

static inline void qn_lstm_start_s8(const qn_lstm_s8_params *p, const float *h0, const float *c0, const qn_lstm_work *s)
{
    const float one = (float)(1 << p->cell_fraction);
    int32_t i;
    for (i = 0; i < p->hidden; i++) {
        s->h[i] = h0 ? (int8_t)qn_clamp_s32(qn_fixed_s16(h0[i], 128.0f), -128, 127) : (int8_t)0;
        s->c[i] = c0 ? (int16_t)qn_fixed_s16(c0[i], one) : (int16_t)0;
    }
}

/* Gates i, o, f, c. */
static inline void qn_lstm_cells_s8(const qn_lstm_s8_params *p, const int16_t *tables, const qn_lstm_work *s)
{
    const int32_t n = p->hidden;
    const int32_t fraction = p->cell_fraction;
    int32_t i;
    for (i = 0; i < n; i++) {
        const int32_t input = qn_sigmoid_s16(tables, s->input[i] + s->recurrent[i]);
        const int32_t output = qn_sigmoid_s16(tables, s->input[n + i] + s->recurrent[n + i]);
        const int32_t forget = qn_sigmoid_s16(tables, s->input[2 * n + i] + s->recurrent[2 * n + i]);
        const int32_t candidate = qn_tanh_s16(tables, s->input[3 * n + i] + s->recurrent[3 * n + i]);
        const int32_t sum = forget * s->c[i] + ((input * candidate) >> (15 - fraction));
        const int16_t cell = qn_saturate_s16((sum + (1 << 14)) >> 15);
        const int32_t place = (cell + (1 << (fraction - 11))) >> (fraction - 10);
        s->c[i] = cell;
        s->h[i] = qn_to_s8(output * qn_tanh_s16(tables, place), 30);
    }
}

static inline void qn_lstm_finish_s8(const qn_lstm_s8_params *p, const qn_lstm_work *s, int8_t *yh, float *state, float *yc)
{
    const float step = 1.0f / (float)(1 << p->cell_fraction);
    int32_t i;
    for (i = 0; i < p->hidden; i++) {
        if (yh) {
            yh[i] = s->h[i];
        }
        if (state) {
            state[i] = qn_rounded((float)s->h[i] * 0.0078125f);
        }
        if (yc) {
            yc[i] = qn_rounded((float)s->c[i] * step);
        }
    }
}

static inline void qn_lstm_s8_core(const qn_lstm_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0,
                const float *c0, const int32_t *lens, int8_t *y, int8_t *yh, float *state, float *yc, void *scratch)
{
    const qn_lstm_s8_params q = *p;
    const int32_t n = q.hidden;
    const qn_row_walk walk = {q.steps, q.step_rows, q.batch_rows, q.reverse};
    const qn_rows_s8 inputs = {w, requant, q.inputs, q.pre_shift_x};
    const qn_inputs_s8 given = {x, real, q.inverse_scale, (int16_t *)scratch};
    const qn_rows_s8 states = {r, requant + 12 * n, n, q.pre_shift_h};
    int32_t b;
    for (b = 0; b < q.batch; b++) {
        const int32_t length = qn_sequence_length(lens, b, q.steps);
        qn_lstm_work s;
        int32_t step;
        s.input = given.wide + q.inputs;
        s.recurrent = s.input + 4 * n;
        s.c = s.recurrent + 4 * n;
        s.h = (int8_t *)(s.c + n);
        qn_lstm_start_s8(&q, h0 ? h0 + b * n : h0, c0 ? c0 + b * n : c0, &s);
        for (step = 0; step < length; step++) {
            const int32_t row = qn_step_row(&walk, b, step, length);
            qn_input_sums(&inputs, &given, row, 4 * n, s.input);
            qn_gate_sums(&states, s.h, 0, 4 * n, s.recurrent);
            qn_lstm_cells_s8(&q, tables, &s);
            if (y) {
                QN_MEMCPY(y + row * n, s.h, (uint32_t)n);
            }
        }
        if (y) {
            qn_clear_rest(&walk, b, length, (uint8_t *)y, (uint32_t)n);
        }
        qn_lstm_finish_s8(&q, &s, yh ? yh + b * n : yh, state ? state + b * n : state, yc ? yc + b * n : yc);
    }
}

#endif
