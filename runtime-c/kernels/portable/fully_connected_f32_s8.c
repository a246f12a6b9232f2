/* Portable qn_fully_connected_f32_s8. */
#define QN_INT8_OUTPUT
#include "qn.h"
#include "internal/fully_connected_f32_core.h"

void qn_fully_connected_f32_s8(const qn_fully_connected_f32_s8_params *p, const float *x, const float *w, const float *bias, int8_t *y)
{
    qn_fully_connected_f32_core(p, x, w, bias, y);
}
