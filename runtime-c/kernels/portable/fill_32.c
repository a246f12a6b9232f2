/* Portable qn_fill_32: copies the pattern again and again. */
#include "qn.h"

void qn_fill_32(const qn_fill_32_params *p, const float *pattern, float *y)
{
    const int32_t count = p->count, period = p->period;
    int32_t done, j;
    for (done = 0; done < count; done += period) {
        const int32_t rest = count - done < period ? count - done : period;
        for (j = 0; j < rest; j++) {
            y[done + j] = pattern[j];
        }
    }
}
