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

/* Integer forms. x is int8, or null where `real` has it in float, of which round(real * inverse_scale) counts, at most 8191; y is int8, states with scale 1/128 and zero point 0; w [rows][inputs] and r [rows][hidden] are int8, a row per gate and state;
 * requant holds {bias, M, s} of w's rows, then of r's: the requantization rule to 10 fractional bits; tables [2][257] are int16, sigmoid and tanh.
 * Initial states are float, and so are final ones in `state` and yc, exact multiples of their steps; yh is the last state in int8. */
typedef struct qn_rnn_s8_params {
    int32_t steps;
    int32_t batch;
    int32_t hidden;
    int32_t step_rows;
    int32_t batch_rows;
    int32_t reverse;
    int32_t inputs;
    int32_t pre_shift_x;
    int32_t pre_shift_h;
    float inverse_scale;
} qn_rnn_s8_params;

/* Scratch [6 * hidden + 2 * inputs]. */
void qn_rnn_s8(const qn_rnn_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0,
               const int32_t *lens, int8_t *y, int8_t *yh, float *state, void *scratch);

typedef struct qn_gru_s8_params {
    int32_t steps;
    int32_t batch;
    int32_t hidden;
    int32_t step_rows;
    int32_t batch_rows;
    int32_t reverse;
    int32_t inputs;
    int32_t pre_shift_x;
    int32_t pre_shift_h;
    int32_t linear_before_reset;
    float inverse_scale;
} qn_gru_s8_params;

/* The state keeps 15 fractional bits from step to step. Scratch [16 * hidden + 2 * inputs]. */
void qn_gru_s8(const qn_gru_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0,
               const int32_t *lens, int8_t *y, int8_t *yh, float *state, void *scratch);

typedef struct qn_lstm_s8_params {
    int32_t steps;
    int32_t batch;
    int32_t hidden;
    int32_t step_rows;
    int32_t batch_rows;
    int32_t reverse;
    int32_t inputs;
    int32_t pre_shift_x;
    int32_t pre_shift_h;
    /* Fractional bits of the cells, 11 to 15. */
    int32_t cell_fraction;
    float inverse_scale;
} qn_lstm_s8_params;

/* Scratch [20 * hidden + 2 * inputs]. */
void qn_lstm_s8(const qn_lstm_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0,
                const float *c0, const int32_t *lens, int8_t *y, int8_t *yh, float *state, float *yc, void *scratch);

#ifdef __cplusplus
}
#endif

#endif
