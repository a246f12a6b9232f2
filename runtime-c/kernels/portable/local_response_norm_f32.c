/* Portable qn_local_response_norm_f32. */
#include "qn.h"
#include "internal/float_math.h"
#include "internal/norm.h"

/* base^-beta of the betas that have no logarithm in them. */
static float qn_quarter_power(float base, int32_t quarters)
{
    const float root = qn_inverse_sqrtf(base);
    const float fourth = qn_rounded(root * qn_inverse_sqrtf(root));
    float power = quarters & 1 ? fourth : 1.0f;
    if (quarters & 2) {
        power = qn_rounded(power * root);
    }
    return quarters & 4 ? qn_rounded(power / base) : power;
}

void qn_local_response_norm_f32(const qn_local_response_norm_f32_params *p, const float *x, float *y)
{
    const qn_local_response_norm_f32_params q = *p;
    const int32_t below = (q.size - 1) / 2;
    int32_t row, c, k;
    for (row = 0; row < q.rows; row++) {
        for (c = 0; c < q.channels; c++) {
            const int32_t first = c < below ? 0 : c - below;
            const int32_t end = c - below + q.size < q.channels ? c - below + q.size : q.channels;
            float sum = 0.0f;
            for (k = first; k < end; k++) {
                sum = qn_fmaf(x[k], x[k], sum);
            }
            y[c] = qn_rounded(x[c] * qn_quarter_power(qn_fmaf(sum, q.alpha_per_element, q.bias), q.quarters));
        }
        x += q.channels;
        y += q.channels;
    }
}
