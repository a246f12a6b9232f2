/* qn_copy_nd_8 for MVE: along a dimension that is contiguous on one side and has a small step on the other, 16 elements a gather or scatter;
 * all else, byte by byte. */
#include <arm_mve.h>

#include "qn.h"
#include "qn_mve.h"
#include "internal/codegen.h"
#include "internal/memory.h"

#define QN_DIMENSIONS 6
/* Offsets of a gather or scatter are bytes. */
#define QN_MOST_STEP 17

typedef struct qn_dimension {
    int32_t size;
    int32_t x_step;
    int32_t y_step;
} qn_dimension;

/* One line along `d`. */
QN_BLOCK void qn_copy_line(const qn_dimension *d, const uint8_t *x, uint8_t *y)
{
    const int32_t x_step = d->x_step, y_step = d->y_step;
    const uint8x16_t places = vmulq_n_u8(vidupq_n_u8(0, 1), (uint8_t)(x_step == 1 ? y_step : x_step));
    int32_t left = d->size;
    if (x_step == 1 && y_step == 1) {
        QN_MEMCPY(y, x, (size_t)left);
    } else if (x_step == 1 && y_step > 0 && y_step <= QN_MOST_STEP) {
        QN_NO_UNROLL
        for (; left > 0; left -= 16, x += 16, y += 16 * y_step) {
            const mve_pred16_t lanes = vctp8q((uint32_t)left);
            vstrbq_scatter_offset_p_u8(y, places, vld1q_z_u8(x, lanes), lanes);
        }
    } else if (y_step == 1 && x_step >= 0 && x_step <= QN_MOST_STEP) {
        QN_NO_UNROLL
        for (; left > 0; left -= 16, x += 16 * x_step, y += 16) {
            const mve_pred16_t lanes = vctp8q((uint32_t)left);
            vst1q_p_u8(y, vldrbq_gather_offset_z_u8(x, places, lanes), lanes);
        }
    } else {
        QN_NO_UNROLL
        for (; left > 0; left--, x += x_step, y += y_step) {
            *y = *x;
        }
    }
}

/* Whether qn_copy_line moves 16 elements at a time. */
static int qn_is_vectorized(const qn_dimension *d)
{
    return (d->x_step == 1 && d->y_step > 0 && d->y_step <= QN_MOST_STEP) || (d->y_step == 1 && d->x_step >= 0 && d->x_step <= QN_MOST_STEP);
}

/* The longest dimension that vectors can follow becomes the last one; the order of the others does not matter. */
static void qn_order_dimensions(qn_dimension d[QN_DIMENSIONS])
{
    int32_t best = QN_DIMENSIONS - 1, i;
    for (i = 0; i < QN_DIMENSIONS - 1; i++) {
        const int32_t known = qn_is_vectorized(&d[best]) ? d[best].size : 1;
        if (qn_is_vectorized(&d[i]) && d[i].size > known) {
            best = i;
        }
    }
    {
        const qn_dimension last = d[best];
        d[best] = d[QN_DIMENSIONS - 1];
        d[QN_DIMENSIONS - 1] = last;
    }
}

/* Dimensions 3 to 5. */
static void qn_copy_block(const qn_dimension d[QN_DIMENSIONS], const uint8_t *x, uint8_t *y)
{
    int32_t i, j;
    for (i = 0; i < d[3].size; i++) {
        for (j = 0; j < d[4].size; j++) {
            qn_copy_line(&d[5], x + i * d[3].x_step + j * d[4].x_step, y + i * d[3].y_step + j * d[4].y_step);
        }
    }
}

void qn_copy_nd_8_mve(const qn_copy_nd_8_params *p, const uint8_t *x, uint8_t *y)
{
    qn_dimension d[QN_DIMENSIONS] = {
        {p->d0, p->x_s0, p->y_s0}, {p->d1, p->x_s1, p->y_s1}, {p->d2, p->x_s2, p->y_s2},
        {p->d3, p->x_s3, p->y_s3}, {p->d4, p->x_s4, p->y_s4}, {p->d5, p->x_s5, p->y_s5},
    };
    int32_t i, j, k;
    qn_order_dimensions(d);
    for (i = 0; i < d[0].size; i++) {
        for (j = 0; j < d[1].size; j++) {
            for (k = 0; k < d[2].size; k++) {
                qn_copy_block(d, x + i * d[0].x_step + j * d[1].x_step + k * d[2].x_step, y + i * d[0].y_step + j * d[1].y_step + k * d[2].y_step);
            }
        }
    }
}
