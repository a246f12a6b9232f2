/* Portable qn_group_norm_f32: group by group, so that the output may lie on the input. */
#include "qn.h"
#include "internal/norm.h"

static void qn_norm_write(const qn_group_norm_f32_params *p, const qn_norm_group *g, qn_norm_moments m, const float *scale, const float *bias, float *y)
{
    int32_t i, j;
    for (i = 0; i < g->runs; i++) {
        const int32_t at = i * g->stride;
        for (j = 0; j < g->width; j++) {
            const float factor = scale ? qn_rounded(m.inverse * scale[j]) : m.inverse;
            const float centred = qn_rounded(g->x[at + j] - m.mean);
            y[at + j] = qn_clampf(qn_fmaf(centred, factor, bias ? bias[j] : 0.0f), p->out_min, p->out_max);
        }
    }
}

void qn_group_norm_f32(const qn_group_norm_f32_params *p, const float *x, const float *scale, const float *bias, float *y)
{
    const qn_group_norm_f32_params q = *p;
    const int32_t channels = q.groups * q.width;
    int32_t n, i;
    for (n = 0; n < q.batch; n++) {
        for (i = 0; i < q.groups; i++) {
            const int32_t channel = i * q.width;
            const qn_norm_group group = {x + channel, q.pixels, q.width, channels};
            const qn_norm_moments moments = qn_norm_moments_of(&group, q.centred, q.epsilon);
            qn_norm_write(&q, &group, moments, scale ? scale + channel : scale, bias ? bias + channel : bias, y + channel);
        }
        x += q.pixels * channels;
        y += q.pixels * channels;
    }
}
