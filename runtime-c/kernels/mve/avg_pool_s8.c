/* qn_avg_pool_s8 for MVE: sums of up to 255 elements fit 16 bits, 32 channels at a time; larger windows are summed in parts.
 * Requantizes by the rule as it stands, with the pre-shift: an average of few elements may need it. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"
#include "internal/pool_window.h"
#include "internal/requantize.h"

#define QN_MOST_TAPS 255

/* Adds `taps` pixels, `step` elements apart, 32 channels of each. */
QN_BLOCK void qn_sum_32_channels(const int8_t *x, int32_t taps, int32_t step, int16x8_t acc[4])
{
    int16x8_t acc0 = acc[0], acc1 = acc[1], acc2 = acc[2], acc3 = acc[3];
    QN_NO_UNROLL
    for (; taps > 0; taps--) {
        acc0 = vaddq_s16(acc0, vldrbq_s16(x));
        acc1 = vaddq_s16(acc1, vldrbq_s16(x + 8));
        acc2 = vaddq_s16(acc2, vldrbq_s16(x + 16));
        acc3 = vaddq_s16(acc3, vldrbq_s16(x + 24));
        x += step;
    }
    acc[0] = acc0;
    acc[1] = acc1;
    acc[2] = acc2;
    acc[3] = acc3;
}

static inline int16x8_t qn_sum_8_channels(const int8_t *x, int32_t taps, int32_t step, int16x8_t acc, mve_pred16_t lanes)
{
    QN_NO_UNROLL
    for (; taps > 0; taps--) {
        acc = vaddq_s16(acc, vldrbq_z_s16(x, lanes));
        x += step;
    }
    return acc;
}

/* What turns sums of 16 bits into outputs. */
typedef struct qn_average {
    const int32_t *requant;
    qn_output_s8 out;
} qn_average;

QN_BLOCK void qn_store_average(int8_t *y, int32x4_t even, int32x4_t odd, const qn_average *a, mve_pred16_t lanes)
{
    const int32_t bias = a->requant[0], left = a->out.pre_shift, right = -a->requant[2];
    const int32x4_t multiplier = vdupq_n_s32(a->requant[1]);
    const int32x4_t first = vrshlq(vmulhq_s32(vshlq_r_s32(vaddq_n_s32(even, bias), left), multiplier), right);
    const int32x4_t second = vrshlq(vmulhq_s32(vshlq_r_s32(vaddq_n_s32(odd, bias), left), multiplier), right);
    const int16x8_t value = vqaddq_n_s16(vqmovntq_s32(vqmovnbq_s32(vuninitializedq_s16(), first), second), (int16_t)a->out.zero_point);
    vstrbq_p_s16(y, vminq_s16(vmaxq_s16(value, vdupq_n_s16((int16_t)a->out.min)), vdupq_n_s16((int16_t)a->out.max)), lanes);
}

QN_BLOCK void qn_average_32_channels(const int8_t *x, const qn_pool_window *w, const qn_average *a, int8_t *y)
{
    int16x8_t acc[4] = {vdupq_n_s16(0), vdupq_n_s16(0), vdupq_n_s16(0), vdupq_n_s16(0)};
    int32_t i;
    for (i = 0; i < w->rows; i++) {
        qn_sum_32_channels(x + i * w->row_step, w->columns, w->column_step, acc);
    }
    for (i = 0; i < 4; i++) {
        qn_store_average(y + 8 * i, vmovlbq_s16(acc[i]), vmovltq_s16(acc[i]), a, vctp16q(8));
    }
}

/* Up to eight channels; windows of any size. */
QN_BLOCK void qn_average_8_channels(const int8_t *x, const qn_pool_window *w, int32_t channels, const qn_average *a, int8_t *y)
{
    const mve_pred16_t lanes = vctp16q((uint32_t)channels);
    int32x4_t even = vdupq_n_s32(0), odd = vdupq_n_s32(0);
    int32_t i, column;
    for (i = 0; i < w->rows; i++) {
        for (column = 0; column < w->columns; column += QN_MOST_TAPS) {
            const int32_t taps = w->columns - column < QN_MOST_TAPS ? w->columns - column : QN_MOST_TAPS;
            const int16x8_t acc = qn_sum_8_channels(x + i * w->row_step + column * w->column_step, taps, w->column_step, vdupq_n_s16(0), lanes);
            even = vaddq_s32(even, vmovlbq_s16(acc));
            odd = vaddq_s32(odd, vmovltq_s16(acc));
        }
    }
    qn_store_average(y, even, odd, a, lanes);
}

static void qn_average_pixel(const int8_t *x, const qn_pool_window *w, int32_t channels, const qn_average *a, int8_t *y)
{
    if (w->rows * w->columns <= QN_MOST_TAPS) {
        QN_NO_UNROLL
        for (; channels >= 32; channels -= 32, x += 32, y += 32) {
            qn_average_32_channels(x, w, a, y);
        }
    }
    QN_NO_UNROLL
    for (; channels > 0; channels -= 8, x += 8, y += 8) {
        qn_average_8_channels(x, w, channels, a, y);
    }
}

/* Rows that follow each other without a gap are one. */
static inline qn_pool_window qn_joined_rows(qn_pool_window w)
{
    if (w.row_step == w.columns * w.column_step) {
        w.columns *= w.rows;
        w.rows = 1;
    }
    return w;
}

void qn_avg_pool_s8_mve(const qn_avg_pool_s8_params *p, const int8_t *x, const int32_t *requant, int8_t *y)
{
    qn_average a = {requant, {p->pre_shift, p->out_zero_point, p->out_min, p->out_max}};
    qn_pool g = qn_pool_of(p);
    qn_pixel at = {0, 0, 0};
    g.pad_top = p->pad_top;
    g.pad_left = p->pad_left;
    while (at.image < g.batch) {
        const qn_pool_window window = qn_joined_rows(qn_pool_window_at(&g, at));
        a.requant = requant + 3 * (window.rows * window.columns - 1);
        qn_average_pixel(x + window.offset, &window, g.channels, &a, y);
        y += g.channels;
        at = qn_next_pixel(at, g.out_h, g.out_w);
    }
}
