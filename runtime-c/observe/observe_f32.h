/* Statistics of activations for calibration. Part of the WebAssembly executor only; never in generated firmware. */
#ifndef QN_OBSERVE_F32_H
#define QN_OBSERVE_F32_H

#include <stdint.h>

/* range[0] = min, range[1] = max over x and what range holds already; range[2] counts elements that are NaN, infinite, or clamped to the largest float. */
void qn_observe_range_f32(int32_t count, const float *x, float *range);

/* counts[clamp(floor(x * inverse_width) + bins / 2, 0, bins - 1)] += 1 for each x. */
void qn_observe_histogram_f32(int32_t count, const float *x, float inverse_width, int32_t bins, uint32_t *counts, uint32_t *room);

/* Of x [rows][channels], rows >= 1: out [4][channels] = least, largest, sum, sum of squares. */
void qn_observe_channels_f32(int32_t rows, int32_t channels, const float *x, float *out);

/* Of x [rows][columns]: gram [columns][columns] = sum over rows of x[i] * x[j], for j <= i; zero above the diagonal. */
void qn_observe_gram_f32(int32_t rows, int32_t columns, const float *x, float *gram);

/* Of reference [places][channels], times levels[c] in steps of the stored form, and what was stored of it:
 * out [6][channels] = signal, noise, part of the noise that all places share (places * (mean error)^2); the same two of storing the reference alone
 * (rounding and saturation), all in squared units of the step's; elements that are not zero. Behind out: room for [6][channels] float. */
void qn_observe_noise_s8(int32_t places, int32_t channels, const float *reference, const int8_t *stored, const float *levels, int32_t zero_point, double step, double *out);

/* Of reference times factors[c] and another float tensor: out [3][channels], the first three rows as above. */
void qn_observe_noise_f32(int32_t places, int32_t channels, const float *reference, const float *other, const float *factors, double *out);

#endif
