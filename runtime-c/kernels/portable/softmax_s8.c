/* Portable qn_softmax_s8: exponentials from a table, one division per row. */
#include "qn.h"
#include "internal/codegen.h"
#include "internal/softmax_s8.h"

static void qn_softmax_row_s8(const qn_softmax_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y)
{
    const int32_t cols = p->cols;
    int32_t max = x[0];
    uint32_t sum = 0;
    qn_reciprocal r;
    int32_t i;
    QN_NO_UNROLL
    for (i = 1; i < cols; i++) {
        max = x[i] > max ? x[i] : max;
    }
    QN_NO_UNROLL
    for (i = 0; i < cols; i++) {
        sum += (uint32_t)table[max - x[i]];
    }
    r = qn_reciprocal_of(sum, (uint32_t)p->levels);
    QN_NO_UNROLL
    for (i = 0; i < cols; i++) {
        y[i] = qn_probability((uint32_t)table[max - x[i]], &r);
    }
}

void qn_softmax_s8(const qn_softmax_s8_params *p, const int8_t *x, const int32_t *table, int8_t *y)
{
    const qn_softmax_s8_params q = *p;
    int32_t row;
    QN_NO_UNROLL
    for (row = 0; row < q.rows; row++) {
        qn_softmax_row_s8(&q, x, table, y);
        x += q.cols;
        y += q.cols;
    }
}
