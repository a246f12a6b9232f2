/* qn_gru_s8 for NEON: products of rows in vector code. */
#define QN_PLAIN_ROWS
#include "qn.h"
#include "qn_neon.h"
#include "internal/gru_s8_core.h"

void qn_gru_s8_neon(const qn_gru_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0,
               const int32_t *lens, int8_t *y, int8_t *yh, float *state, void *scratch)
{
    qn_gru_s8_core(p, x, real, w, r, requant, tables, h0, lens, y, yh, state, scratch);
}
