/* Portable qn_flip_sign_8. */
#include "qn.h"

void qn_flip_sign_8(const qn_flip_sign_8_params *p, const uint8_t *x, int8_t *y)
{
    const int32_t count = p->count;
    int32_t i;
    for (i = 0; i < count; i++) {
        y[i] = (int8_t)(x[i] - 128);
    }
}
