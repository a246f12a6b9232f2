/* Recurrent layers in one direction: LSTM, GRU and RNN over all steps of a sequence. Inputs of the gates come projected (x * W + b);
 * row t * step_rows + b * batch_rows of x and y is step t of sequence b, so that either may be the outer one.
 * Weights r are [hidden][gates * hidden]. h0, c0, lens, and each output may be null: the state starts at 0, sequences have all
 * steps, the result is not wanted. lens [batch] are counts of steps; y is 0 behind them. Final states are [batch][hidden]. */
#ifndef QN_RECURRENT_H
#define QN_RECURRENT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Activation functions: 0 sigmoid, 1 tanh, 2 relu, 3 affine (alpha * x + beta), 4 leaky relu, 5 thresholded relu,
 * 6 scaled tanh (alpha * tanh(beta * x)), 7 hard sigmoid, 8 elu, 9 softsign, 10 softplus. */
typedef struct qn_rnn_f32_params {
    int32_t steps;
    int32_t batch;
    int32_t hidden;
    int32_t step_rows;
    int32_t batch_rows;
    int32_t reverse;
    int32_t f;
    float f_alpha;
    float f_beta;
    float clip;
} qn_rnn_f32_params;

/* h = f(x + h * r). Scratch [2 * hidden]. */
void qn_rnn_f32(const qn_rnn_f32_params *p, const float *x, const float *r, const float *h0, const int32_t *lens, float *y, float *yh, void *scratch);

typedef struct qn_gru_f32_params {
    int32_t steps;
    int32_t batch;
    int32_t hidden;
    int32_t step_rows;
    int32_t batch_rows;
    int32_t reverse;
    int32_t linear_before_reset;
    int32_t f;
    float f_alpha;
    float f_beta;
    int32_t g;
    float g_alpha;
    float g_beta;
    float clip;
} qn_gru_f32_params;

/* Gates z, r, h: z = f(x_z + h * r_z), r = f(x_r + h * r_r), n = g(x_h + (r .* h) * r_h), or g(x_h + r .* (h * r_h + bias)) with
 * linear_before_reset; h = (1 - z) .* n + z .* h. bias [hidden], or null. Scratch [5 * hidden]. */
void qn_gru_f32(const qn_gru_f32_params *p, const float *x, const float *r, const float *bias, const float *h0, const int32_t *lens, float *y, float *yh, void *scratch);

typedef struct qn_lstm_f32_params {
    int32_t steps;
    int32_t batch;
    int32_t hidden;
    int32_t step_rows;
    int32_t batch_rows;
    int32_t reverse;
    int32_t input_forget;
    int32_t f;
    float f_alpha;
    float f_beta;
    int32_t g;
    float g_alpha;
    float g_beta;
    int32_t h;
    float h_alpha;
    float h_beta;
    float clip;
} qn_lstm_f32_params;

/* Gates i, o, f, c: i = f(x_i + h * r_i + p_i .* c), f = f(x_f + h * r_f + p_f .* c) or 1 - i with input_forget,
 * c = f .* c + i .* g(x_c + h * r_c), o = f(x_o + h * r_o + p_o .* c), h = o .* h(c). peephole [3][hidden] in the order i, o, f, or null.
 * Scratch [6 * hidden]. */
void qn_lstm_f32(const qn_lstm_f32_params *p, const float *x, const float *r, const float *peephole, const float *h0, const float *c0, const int32_t *lens,
                 float *y, float *yh, float *yc, void *scratch);

#ifdef __cplusplus
}
#endif

#endif
