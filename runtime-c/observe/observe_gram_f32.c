/* Gram matrix of sampled inputs, for error-compensating rounding of weights. */
#include "observe/observe_f32.h"

void qn_observe_gram_f32(int32_t rows, int32_t columns, const float *x, float *gram)
{
    int32_t r, i, j;
    for (i = 0; i < columns * columns; i++) {
        gram[i] = 0.0f;
    }
    for (r = 0; r + 4 <= rows; r += 4, x += 4 * columns) {
        const float *x1 = x + columns, *x2 = x1 + columns, *x3 = x2 + columns;
        for (i = 0; i < columns; i++) {
            const float a = x[i], b = x1[i], c = x2[i], d = x3[i];
            float *row = gram + i * columns;
            for (j = 0; j <= i; j++) {
                row[j] += a * x[j] + b * x1[j] + (c * x2[j] + d * x3[j]);
            }
        }
    }
    for (; r < rows; r++, x += columns) {
        for (i = 0; i < columns; i++) {
            float *row = gram + i * columns;
            for (j = 0; j <= i; j++) {
                row[j] += x[i] * x[j];
            }
        }
    }
}
