/* Portable qn_det_f32: elimination with the largest pivot of each column, on a copy. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/float_math.h"

static float qn_magnitude(float value)
{
    return value < 0.0f ? -value : value;
}

/* Brings the largest element at or below the diagonal of column k to the diagonal; 1 where rows changed places. */
static int32_t qn_det_pivot(float *a, int32_t n, int32_t k)
{
    int32_t best = k, i, j;
    for (i = k + 1; i < n; i++) {
        best = qn_magnitude(a[i * n + k]) > qn_magnitude(a[best * n + k]) ? i : best;
    }
    for (j = k; j < n && best != k; j++) {
        const float kept = a[k * n + j];
        a[k * n + j] = a[best * n + j];
        a[best * n + j] = kept;
    }
    return best != k;
}

static float qn_det_of(float *a, int32_t n)
{
    float det = 1.0f;
    int32_t k, i, j;
    for (k = 0; k < n; k++) {
        if (qn_det_pivot(a, n, k)) {
            det = -det;
        }
        if (a[k * n + k] == 0.0f) {
            return 0.0f;
        }
        det = qn_rounded(det * a[k * n + k]);
        for (i = k + 1; i < n; i++) {
            const float factor = qn_rounded(a[i * n + k] / a[k * n + k]);
            for (j = k + 1; j < n; j++) {
                a[i * n + j] = qn_fmaf(-factor, a[k * n + j], a[i * n + j]);
            }
        }
    }
    return det;
}

void qn_det_f32(const qn_det_f32_params *p, const float *x, float *y, void *scratch)
{
    const int32_t n = p->n, count = p->count;
    float *copy = (float *)scratch;
    int32_t i, j;
    for (i = 0; i < count; i++) {
        for (j = 0; j < n * n; j++) {
            copy[j] = x[j];
        }
        y[i] = qn_det_of(copy, n);
        x += n * n;
    }
}
