/* Portable qn_lstm_f32. */
#include "qn.h"
#include "internal/recurrent_f32.h"

typedef struct qn_lstm_state {
    float *h;
    float *c;
} qn_lstm_state;

static float qn_peep(const float *peephole, int32_t index, float cell, float value)
{
    return peephole ? qn_fmaf(peephole[index], cell, value) : value;
}

/* From the sums of all gates (i, o, f, c) to the new state. */
static void qn_lstm_gates_f32(const qn_lstm_f32_params *p, const float *gates, const float *peephole, qn_lstm_state s)
{
    const int32_t n = p->hidden;
    const qn_activation_f32 f = {p->f, p->f_alpha, p->f_beta};
    const qn_activation_f32 g = {p->g, p->g_alpha, p->g_beta};
    const qn_activation_f32 h = {p->h, p->h_alpha, p->h_beta};
    int32_t i;
    for (i = 0; i < n; i++) {
        const float before = s.c[i];
        const float input = qn_activate(f, qn_clampf(qn_peep(peephole, i, before, gates[i]), -p->clip, p->clip));
        const float forget = p->input_forget ? qn_rounded(1.0f - input)
                                             : qn_activate(f, qn_clampf(qn_peep(peephole, 2 * n + i, before, gates[2 * n + i]), -p->clip, p->clip));
        const float candidate = qn_activate(g, qn_clampf(gates[3 * n + i], -p->clip, p->clip));
        const float cell = qn_fmaf(forget, before, qn_rounded(input * candidate));
        const float output = qn_activate(f, qn_clampf(qn_peep(peephole, n + i, cell, gates[n + i]), -p->clip, p->clip));
        s.c[i] = cell;
        s.h[i] = qn_rounded(output * qn_activate(h, cell));
    }
}

void qn_lstm_f32(const qn_lstm_f32_params *p, const float *x, const float *r, const float *peephole, const float *h0, const float *c0, const int32_t *lens,
                 float *y, float *yh, float *yc, void *scratch)
{
    const qn_lstm_f32_params q = *p;
    const qn_row_walk walk = {q.steps, q.step_rows, q.batch_rows, q.reverse};
    const int32_t n = q.hidden;
    float *gates = (float *)scratch;
    int32_t b;
    for (b = 0; b < q.batch; b++) {
        const int32_t length = qn_sequence_length(lens, b, q.steps);
        qn_lstm_state s;
        int32_t step;
        s.h = yh ? yh + b * n : gates + 4 * n;
        s.c = yc ? yc + b * n : gates + 5 * n;
        qn_start_state(s.h, h0 ? h0 + b * n : h0, n);
        qn_start_state(s.c, c0 ? c0 + b * n : c0, n);
        for (step = 0; step < length; step++) {
            const int32_t row = qn_step_row(&walk, b, step, length);
            qn_add_product_f32(s.h, r, n, 4 * n, 4 * n, x + row * 4 * n, gates);
            qn_lstm_gates_f32(&q, gates, peephole, s);
            if (y) {
                QN_MEMCPY(y + row * n, s.h, (uint32_t)n * sizeof(float));
            }
        }
        if (y) {
            qn_clear_rest(&walk, b, length, (uint8_t *)y, 4u * (uint32_t)n);
        }
    }
}
