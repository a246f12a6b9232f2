/* Portable qn_row_moments_f32. */
#include "qn.h"
#include "internal/norm.h"

void qn_row_moments_f32(const qn_row_moments_f32_params *p, const float *x, float *y)
{
    const qn_row_moments_f32_params q = *p;
    int32_t row;
    for (row = 0; row < q.rows; row++) {
        const qn_norm_group group = {x + row * q.cols, 1, q.cols, q.cols};
        const qn_norm_moments moments = qn_norm_moments_of(&group, 1, q.epsilon);
        y[row] = q.inverse ? moments.inverse : moments.mean;
    }
}
