/* Portable qn_layer_norm_s8: exact integer moments, one reciprocal root per row. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/integer_root.h"

/* What a row's elements are multiplied by: normalized = (count * q - sum) * factor / 2^shift, 20 fractional bits. The product's high half is enough where
 * the difference is shifted left before (shift below 32) or the half right after. */
typedef struct qn_row_s8 {
    int32_t sum;
    int32_t left;
    int32_t right;
    int32_t factor;
} qn_row_s8;

static qn_row_s8 qn_row_moments_s8(const qn_layer_norm_s8_params *p, const int8_t *x)
{
    const uint64_t epsilon = ((uint64_t)(uint32_t)p->epsilon_high << 32) | (uint32_t)p->epsilon_low;
    int32_t sum = 0, squares = 0, i;
    qn_row_s8 row;
    qn_inverse_root root;
    for (i = 0; i < p->cols; i++) {
        const int32_t q = x[i] - p->zero_point;
        sum += q;
        squares += q * q;
    }
    row.sum = p->centred ? sum : 0;
    root = qn_inverse_root_of((uint64_t)((int64_t)p->cols * squares - (int64_t)row.sum * row.sum) + epsilon);
    row.factor = root.mantissa;
    row.left = root.exponent < 52 ? 52 - root.exponent : 0;
    row.right = root.exponent > 52 ? root.exponent - 52 : 0;
    return row;
}

static int32_t qn_high_product(int32_t a, int32_t b)
{
    return (int32_t)(((int64_t)a * b) >> 32);
}

void qn_layer_norm_s8(const qn_layer_norm_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y)
{
    const qn_layer_norm_s8_params q = *p;
    int32_t r, i;
    for (r = 0; r < q.rows; r++) {
        const qn_row_s8 row = qn_row_moments_s8(&q, x);
        for (i = 0; i < q.cols; i++) {
            const int32_t centred = q.cols * (x[i] - q.zero_point) - row.sum;
            const int32_t normal = qn_high_product(centred * (1 << row.left), row.factor) >> row.right;
            const int32_t value = (qn_high_product(normal, table[2 * i]) + table[2 * i + 1]) >> q.shift;
            y[i] = (int8_t)(value < q.out_min ? q.out_min : value > q.out_max ? q.out_max : value);
        }
        x += q.cols;
        y += q.cols;
    }
}
