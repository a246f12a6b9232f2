/* Signal and noise by channel of one sample's tensor, for the comparison of a quantized network with the float one: one pass over it.
 * Elements are counted in steps of the stored form, so that sums of a few places fit float; those are added up in double. */
#include "observe/observe_f32.h"

/* Places whose sums are made in float. */
#define QN_PLACES 32
/* Rows of sums: signal, noise, error, storing noise, storing error, active. */
#define QN_SUMS 6
/* Adding and taking away this rounds a small float to the nearest integer, ties to even. */
#define QN_TO_INTEGER 12582912.0f

/* One place of all channels; sums [QN_SUMS][channels]. */
static void qn_noise_place_s8(int32_t channels, const float *restrict reference, const int8_t *restrict stored, const float *restrict levels, float zero_point, float *restrict sums)
{
    const float least = -128.0f - zero_point, most = 127.0f - zero_point;
    float *restrict signal = sums, *restrict noise = sums + channels, *restrict error = sums + 2 * channels;
    float *restrict storing_noise = sums + 3 * channels, *restrict storing_error = sums + 4 * channels, *restrict active = sums + 5 * channels;
    int32_t c;
    for (c = 0; c < channels; c++) {
        const float level = reference[c] * levels[c];
        const float difference = (float)stored[c] - zero_point - level;
        const float above = level < least ? least : level;
        const float inside = above > most ? most : above;
        const float rounding = inside + QN_TO_INTEGER - QN_TO_INTEGER - level;
        signal[c] += level * level;
        noise[c] += difference * difference;
        error[c] += difference;
        storing_noise[c] += rounding * rounding;
        storing_error[c] += rounding;
        active[c] += level == 0.0f ? 0.0f : 1.0f;
    }
}

/* From sums of errors to what all places share. */
static void qn_share(int32_t channels, double places, double *errors)
{
    int32_t c;
    for (c = 0; c < channels; c++) {
        errors[c] = errors[c] * errors[c] / places;
    }
}

static void qn_scale(int32_t count, double factor, double *values)
{
    int32_t i;
    for (i = 0; i < count; i++) {
        values[i] *= factor;
    }
}

static void qn_clear(int32_t count, double *values)
{
    int32_t i;
    for (i = 0; i < count; i++) {
        values[i] = 0.0;
    }
}

void qn_observe_noise_s8(int32_t places, int32_t channels, const float *reference, const int8_t *stored, const float *levels, int32_t zero_point, double step, double *out)
{
    float *sums = (float *)(void *)(out + QN_SUMS * channels);
    int32_t at, p, i;
    qn_clear(QN_SUMS * channels, out);
    for (at = 0; at < places; at += QN_PLACES) {
        const int32_t count = places - at < QN_PLACES ? places - at : QN_PLACES;
        for (i = 0; i < QN_SUMS * channels; i++) {
            sums[i] = 0.0f;
        }
        for (p = 0; p < count; p++, reference += channels, stored += channels) {
            qn_noise_place_s8(channels, reference, stored, levels, (float)zero_point, sums);
        }
        for (i = 0; i < QN_SUMS * channels; i++) {
            out[i] += (double)sums[i];
        }
    }
    qn_share(channels, (double)places, out + 2 * channels);
    qn_share(channels, (double)places, out + 4 * channels);
    qn_scale((QN_SUMS - 1) * channels, step * step, out);
}

void qn_observe_noise_f32(int32_t places, int32_t channels, const float *reference, const float *other, const float *factors, double *out)
{
    double *signal = out, *noise = out + channels, *error = out + 2 * channels;
    int32_t p, c;
    qn_clear(3 * channels, out);
    for (p = 0; p < places; p++, reference += channels, other += channels) {
        for (c = 0; c < channels; c++) {
            const double value = (double)reference[c] * (double)factors[c];
            const double difference = (double)other[c] - value;
            signal[c] += value * value;
            noise[c] += difference * difference;
            error[c] += difference;
        }
    }
    qn_share(channels, (double)places, error);
}
