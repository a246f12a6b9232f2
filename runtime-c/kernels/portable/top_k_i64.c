/* Portable qn_top_k_i64. */
#include "qn.h"
#include "internal/top_k.h"

void qn_top_k_i64(const qn_top_k_i64_params *p, const int64_t *x, int64_t *y, int64_t *indices)
{
    QN_TOP_K(int64_t)
}
