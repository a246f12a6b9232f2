/* Portable qn_matmul_f32: two rows by eight columns at a time where columns are neighbours, one row by four where they are rows of their own. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/float_math.h"

/* Eight columns from `b` on, of one or two rows. */
static inline void qn_matmul_tile_f32(const qn_matmul_f32_params *p, const float *a, const float *b, float *y, int32_t rows)
{
    float acc[2][8] = {{0.0f}};
    int32_t i, j, t;
    QN_NO_UNROLL
    for (t = 0; t < p->k; t++, b += p->n) {
        for (i = 0; i < rows; i++) {
            const float value = a[i * p->k + t];
            for (j = 0; j < 8; j++) {
                acc[i][j] = qn_fmaf(value, b[j], acc[i][j]);
            }
        }
    }
    for (i = 0; i < rows; i++) {
        for (j = 0; j < 8; j++) {
            y[i * p->n + j] = qn_clampf(acc[i][j], p->out_min, p->out_max);
        }
    }
}

/* One element; neighbours of the sum are `step` apart in b. */
static float qn_matmul_element_f32(const qn_matmul_f32_params *p, const float *a, const float *b, int32_t step)
{
    float acc = 0.0f;
    int32_t t;
    QN_NO_UNROLL
    for (t = 0; t < p->k; t++, b += step) {
        acc = qn_fmaf(a[t], *b, acc);
    }
    return qn_clampf(acc, p->out_min, p->out_max);
}

/* Four columns whose elements are rows of b. */
static void qn_matmul_rows_f32(const qn_matmul_f32_params *p, const float *a, const float *b, float *y)
{
    const float *b1 = b + p->k, *b2 = b1 + p->k, *b3 = b2 + p->k;
    float acc0 = 0.0f, acc1 = 0.0f, acc2 = 0.0f, acc3 = 0.0f;
    int32_t t;
    QN_NO_UNROLL
    for (t = 0; t < p->k; t++) {
        const float value = a[t];
        acc0 = qn_fmaf(value, b[t], acc0);
        acc1 = qn_fmaf(value, b1[t], acc1);
        acc2 = qn_fmaf(value, b2[t], acc2);
        acc3 = qn_fmaf(value, b3[t], acc3);
    }
    y[0] = qn_clampf(acc0, p->out_min, p->out_max);
    y[1] = qn_clampf(acc1, p->out_min, p->out_max);
    y[2] = qn_clampf(acc2, p->out_min, p->out_max);
    y[3] = qn_clampf(acc3, p->out_min, p->out_max);
}

static void qn_matmul_plain_f32(const qn_matmul_f32_params *p, const float *a, const float *b, float *y)
{
    int32_t i;
    for (i = 0; i < p->m; i += 2, a += 2 * p->k, y += 2 * p->n) {
        const int32_t rows = p->m - i < 2 ? 1 : 2;
        int32_t j = 0;
        for (; j + 8 <= p->n; j += 8) {
            if (rows == 2) {
                qn_matmul_tile_f32(p, a, b + j, y + j, 2);
            } else {
                qn_matmul_tile_f32(p, a, b + j, y + j, 1);
            }
        }
        for (; j < p->n; j++) {
            y[j] = qn_matmul_element_f32(p, a, b + j, p->n);
            if (rows == 2) {
                y[p->n + j] = qn_matmul_element_f32(p, a + p->k, b + j, p->n);
            }
        }
    }
}

static void qn_matmul_transposed_f32(const qn_matmul_f32_params *p, const float *a, const float *b, float *y)
{
    int32_t i;
    for (i = 0; i < p->m; i++, a += p->k, y += p->n) {
        int32_t j = 0;
        for (; j + 4 <= p->n; j += 4) {
            qn_matmul_rows_f32(p, a, b + j * p->k, y + j);
        }
        for (; j < p->n; j++) {
            y[j] = qn_matmul_element_f32(p, a, b + j * p->k, 1);
        }
    }
}

void qn_matmul_f32(const qn_matmul_f32_params *p, const float *a, const float *b, float *y)
{
    const qn_matmul_f32_params q = *p;
    int32_t outer, inner;
    for (outer = 0; outer < q.outer; outer++) {
        for (inner = 0; inner < q.inner; inner++, y += q.m * q.n) {
            const float *left = a + outer * q.a_outer + inner * q.a_inner;
            const float *right = b + outer * q.b_outer + inner * q.b_inner;
            if (q.b_transposed) {
                qn_matmul_transposed_f32(&q, left, right, y);
            } else {
                qn_matmul_plain_f32(&q, left, right, y);
            }
        }
    }
}
