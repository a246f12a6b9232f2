/* The loops of vfp_instructions.h in plain C. Included by vfp.h only. */
#ifndef QN_INTERNAL_VFP_EMULATED_H
#define QN_INTERNAL_VFP_EMULATED_H

/* Eight channels of one row of `length` elements: acc = bias + sum of a[k] * w[k][8]. */
static inline void qn_vfp_dot_1x8(const float *a, const float *w, int32_t length, const float *bias, float acc[8])
{
    int32_t i, k;
    for (i = 0; i < 8; i++) {
        acc[i] = bias[i];
    }
    for (k = 0; k < length; k++, w += 8) {
        for (i = 0; i < 8; i++) {
            acc[i] = qn_fmaf(a[k], w[i], acc[i]);
        }
    }
}

/* The same for two rows; acc holds those of the first, then those of the second. */
static inline void qn_vfp_dot_2x8(const float *a0, const float *a1, const float *w, int32_t length, const float *bias, float acc[16])
{
    qn_vfp_dot_1x8(a0, w, length, bias, acc);
    qn_vfp_dot_1x8(a1, w, length, bias, acc + 8);
}

/* Eight channels of a depthwise window: rows by columns taps, both at least 1; steps from tap to tap and from behind a row to the next one, in elements. */
static inline void qn_vfp_window_8(const float *x, const float *w, const qn_depthwise_window *window, const float *bias, float acc[8])
{
    int32_t i, j, k;
    for (i = 0; i < 8; i++) {
        acc[i] = bias[i];
    }
    for (j = 0; j < window->rows; j++, x += window->x_gap, w += window->w_gap) {
        for (k = 0; k < window->columns; k++, x += window->x_step, w += window->w_step) {
            for (i = 0; i < 8; i++) {
                acc[i] = qn_fmaf(x[i], w[i], acc[i]);
            }
        }
    }
}

/* The same, stored to y with `min` as the lower bound. Where a sum is not finite, or all together are not, nothing is stored and the result is 0. */
static inline int qn_vfp_window_8_from(const float *x, const float *w, const qn_depthwise_window *window, const float *bias, float min, float y[8])
{
    float acc[8], sum;
    int32_t i;
    qn_vfp_window_8(x, w, window, bias, acc);
    sum = ((acc[0] + acc[1]) + (acc[2] + acc[3])) + ((acc[4] + acc[5]) + (acc[6] + acc[7]));
    if ((qn_float_bits(sum) & 0x7F800000) == 0x7F800000) {
        return 0;
    }
    for (i = 0; i < 8; i++) {
        y[i] = acc[i] < min ? min : acc[i];
    }
    return 1;
}

static inline void qn_vfp_copy(float *to, const float *from, int32_t count)
{
    QN_MEMCPY(to, from, (size_t)count * sizeof *to);
}

#endif
