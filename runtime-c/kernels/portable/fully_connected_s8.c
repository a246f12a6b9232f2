/* Portable qn_fully_connected_s8. */
#include "qn.h"
#include "internal/fully_connected_s8_core.h"

void qn_fully_connected_s8(const qn_fully_connected_s8_params *p, const int8_t *x, const int8_t *w, const int32_t *requant, int8_t *y)
{
    qn_fully_connected_s8_core(p, x, w, requant, y);
}
