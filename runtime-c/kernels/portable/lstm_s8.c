/* Portable qn_lstm_s8. */
#include "qn.h"
#include "internal/lstm_s8_core.h"

void qn_lstm_s8(const qn_lstm_s8_params *p, const int8_t *x, const float *real, const int8_t *w, const int8_t *r, const int32_t *requant, const int16_t *tables, const float *h0,
                const float *c0, const int32_t *lens, int8_t *y, int8_t *yh, float *state, float *yc, void *scratch)
{
    qn_lstm_s8_core(p, x, real, w, r, requant, tables, h0, c0, lens, y, yh, state, yc, scratch);
}
