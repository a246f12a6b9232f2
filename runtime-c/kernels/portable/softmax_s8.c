/* Portable qn_softmax_s8: exponentials from a table, one division per row. */
#include "qn.h"
#include "internal/codegen.h"

/* Reciprocal of a row's sum: y = (t * factor + 2^(shift-1)) >> shift - 128. */
typedef struct qn_reciprocal {
    uint32_t factor;
    int32_t shift;
} qn_reciprocal;

static qn_reciprocal qn_reciprocal_of(uint32_t sum)
{
    qn_reciprocal r;
    int32_t k = 0;
    while ((sum >> (k + 15)) > 1u) {
        k++;
    }
    r.factor = k == 0 ? 0x80000000u / sum : (uint32_t)(((uint64_t)1 << (31 + k)) / sum);
    r.shift = 23 + k;
    return r;
}

static int8_t qn_probability(uint32_t t, const qn_reciprocal *r)
{
    /* t * factor stays below 2^31; only rows with a sum of 2^24 and more need 64 bits for the rounding. */
    const uint32_t q = r->shift < 32 ? (t * r->factor + ((uint32_t)1 << (r->shift - 1))) >> r->shift
                                     : (uint32_t)(((uint64_t)t * r->factor + ((uint64_t)1 << (r->shift - 1))) >> r->shift);
    return (int8_t)(q > 255u ? 127 : (int32_t)q - 128);
}

static void qn_softmax_row_s8(const int8_t *x, const int32_t *table, int8_t *y, int32_t cols)
{
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
    r = qn_reciprocal_of(sum);
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
        qn_softmax_row_s8(x, table, y, q.cols);
        x += q.cols;
        y += q.cols;
    }
}
