/* Portable qn_gru_f32. */
#include "qn.h"
#include "internal/recurrent_f32.h"

/* Scratch: the gates z, r and n, a row for the reset state or its product, and the state where the caller does not want it. */
static void qn_gru_candidate_f32(const qn_gru_f32_params *p, const float *x, const float *r, const float *bias, const float *h, float *gates)
{
    const int32_t n = p->hidden;
    const float *reset = gates + n;
    float *candidate = gates + 2 * n, *product = gates + 3 * n;
    int32_t i;
    if (p->linear_before_reset) {
        qn_start_state(product, bias, n);
        qn_add_product_f32(h, r + 2 * n, n, 3 * n, n, product, product);
        for (i = 0; i < n; i++) {
            candidate[i] = qn_fmaf(reset[i], product[i], x[2 * n + i]);
        }
    } else {
        for (i = 0; i < n; i++) {
            product[i] = qn_rounded(reset[i] * h[i]);
        }
        qn_add_product_f32(product, r + 2 * n, n, 3 * n, n, x + 2 * n, candidate);
    }
}

static void qn_gru_step_f32(const qn_gru_f32_params *p, const float *x, const float *r, const float *bias, float *h, float *gates)
{
    const int32_t n = p->hidden;
    const qn_activation_f32 f = {p->f, p->f_alpha, p->f_beta};
    const qn_activation_f32 g = {p->g, p->g_alpha, p->g_beta};
    int32_t i;
    qn_add_product_f32(h, r, n, 3 * n, 2 * n, x, gates);
    for (i = 0; i < 2 * n; i++) {
        gates[i] = qn_activate(f, qn_clampf(gates[i], -p->clip, p->clip));
    }
    qn_gru_candidate_f32(p, x, r, bias, h, gates);
    for (i = 0; i < n; i++) {
        const float candidate = qn_activate(g, qn_clampf(gates[2 * n + i], -p->clip, p->clip));
        const float fresh = qn_rounded(qn_rounded(1.0f - gates[i]) * candidate);
        h[i] = qn_fmaf(gates[i], h[i], fresh);
    }
}

void qn_gru_f32(const qn_gru_f32_params *p, const float *x, const float *r, const float *bias, const float *h0, const int32_t *lens, float *y, float *yh, void *scratch)
{
    const qn_gru_f32_params q = *p;
    const qn_row_walk walk = {q.steps, q.step_rows, q.batch_rows, q.reverse};
    float *gates = (float *)scratch;
    int32_t b;
    for (b = 0; b < q.batch; b++) {
        const int32_t length = qn_sequence_length(lens, b, q.steps);
        float *h = yh ? yh + b * q.hidden : gates + 4 * q.hidden;
        int32_t step;
        qn_start_state(h, h0 ? h0 + b * q.hidden : h0, q.hidden);
        for (step = 0; step < length; step++) {
            const int32_t row = qn_step_row(&walk, b, step, length);
            qn_gru_step_f32(&q, x + row * 3 * q.hidden, r, bias, h, gates);
            if (y) {
                QN_MEMCPY(y + row * q.hidden, h, (uint32_t)q.hidden * sizeof(float));
            }
        }
        if (y) {
            qn_clear_rest(&walk, b, length, (uint8_t *)y, 4u * (uint32_t)q.hidden);
        }
    }
}
