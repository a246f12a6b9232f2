/* Statistics per channel of one sample's tensor [rows][channels], for calibration in the WebAssembly executor. */
#include "observe/observe_f32.h"

void qn_observe_channels_f32(int32_t rows, int32_t channels, const float *x, float *out)
{
    float *low = out, *high = out + channels, *sum = high + channels, *square = sum + channels;
    int32_t i, c;
    for (c = 0; c < channels; c++) {
        low[c] = x[c];
        high[c] = x[c];
        sum[c] = 0.0f;
        square[c] = 0.0f;
    }
    for (i = 0; i < rows; i++, x += channels) {
        for (c = 0; c < channels; c++) {
            const float v = x[c];
            low[c] = v < low[c] ? v : low[c];
            high[c] = v > high[c] ? v : high[c];
            sum[c] += v;
            square[c] += v * v;
        }
    }
}
