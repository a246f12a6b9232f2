/* Portable qn_rnn_f32. */
#include "qn.h"
#include "internal/recurrent_f32.h"

static void qn_rnn_step_f32(const qn_rnn_f32_params *p, const float *x, const float *r, float *h, float *gates)
{
    const qn_activation_f32 f = {p->f, p->f_alpha, p->f_beta};
    int32_t i;
    qn_add_product_f32(h, r, p->hidden, p->hidden, p->hidden, x, gates);
    for (i = 0; i < p->hidden; i++) {
        h[i] = qn_activate(f, qn_clampf(gates[i], -p->clip, p->clip));
    }
}

void qn_rnn_f32(const qn_rnn_f32_params *p, const float *x, const float *r, const float *h0, const int32_t *lens, float *y, float *yh, void *scratch)
{
    const qn_rnn_f32_params q = *p;
    const qn_row_walk walk = {q.steps, q.step_rows, q.batch_rows, q.reverse};
    float *gates = (float *)scratch;
    int32_t b;
    for (b = 0; b < q.batch; b++) {
        const int32_t length = qn_sequence_length(lens, b, q.steps);
        float *h = yh ? yh + b * q.hidden : gates + q.hidden;
        int32_t step;
        qn_start_state(h, h0 ? h0 + b * q.hidden : h0, q.hidden);
        for (step = 0; step < length; step++) {
            const int32_t row = qn_step_row(&walk, b, step, length);
            qn_rnn_step_f32(&q, x + row * q.hidden, r, h, gates);
            if (y) {
                QN_MEMCPY(y + row * q.hidden, h, (uint32_t)q.hidden * sizeof(float));
            }
        }
        if (y) {
            qn_clear_rest(&walk, b, length, (uint8_t *)y, 4u * (uint32_t)q.hidden);
        }
    }
}
