/* The C side of test/numeric/twins.test.ts: draws the same pseudo-random numbers (xorshift32) as the test and writes what the runtime
 * makes of them to the file argv[1]: one int8 per requantization, one per sum with a residual, then expf, sigmoidf and tanhf of random bit patterns. */
#include <stdio.h>

#include "internal/float_functions.h"
#include "internal/requantize.h"

#define REQUANTIZATIONS 10000000
#define SUMS 2000000
#define FLOATS 500000

static uint32_t draw(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Every 16th accumulator and every 32nd multiplier is an extreme. */
static int8_t requantize_one(uint32_t *state)
{
    static const int32_t extremes[4] = {-2147483647 - 1, 2147483647, -1, 0};
    const uint32_t r0 = draw(state), r1 = draw(state), r2 = draw(state);
    const int32_t pre_shift = (int32_t)(r2 >> 8 & 15);
    const int32_t wide = (r1 & 15) == 0 ? extremes[r0 & 3] : (int32_t)r0;
    const int32_t multiplier = (r2 & 31) == 0 ? 2147483647 : (int32_t)(0x40000000u + (r1 >> 2));
    const int32_t shift = 1 + (int32_t)((r2 >> 16 & 255) % 22);
    const qn_output_s8 out = {pre_shift, (int32_t)(r2 >> 24) - 128, (r0 & 64) ? -128 : -100, (r0 & 128) ? 127 : 90};
    return qn_requantize(wide >> pre_shift, multiplier, shift, &out);
}

/* Shift, multiplier of the residual and offset as far as they go together without overflow. */
static int8_t sum_one(uint32_t *state)
{
    const uint32_t r0 = draw(state), r1 = draw(state), r2 = draw(state);
    const int32_t pre_shift = (int32_t)(r2 >> 8 & 15);
    const int32_t shift = 12 + (int32_t)((r2 >> 16 & 255) % 11);
    const qn_output_sum_s8 out = {pre_shift, (int32_t)(r1 & 32767), (int32_t)(r1 >> 2) - 536870912, shift, (r0 & 64) ? -128 : -100, (r0 & 128) ? 127 : 90};
    return qn_requantize_sum((int32_t)r0 >> pre_shift, (int32_t)(r2 >> 1), (int32_t)(r2 >> 24) - 128, &out);
}

static int write_floats(FILE *file, uint32_t *state)
{
    int i;
    for (i = 0; i < FLOATS; i++) {
        const float x = qn_bits_float((int32_t)draw(state));
        const float y[3] = {qn_expf(x), qn_sigmoidf(x), qn_tanhf(x)};
        if (fwrite(y, sizeof y, 1, file) != 1) {
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "wb") : 0;
    uint32_t state = 2463534242u;
    int i;
    if (file == 0) {
        return 2;
    }
    for (i = 0; i < REQUANTIZATIONS; i++) {
        putc(requantize_one(&state), file);
    }
    for (i = 0; i < SUMS; i++) {
        putc(sum_one(&state), file);
    }
    return write_floats(file, &state) != 0 || fclose(file) != 0 ? 2 : 0;
}
