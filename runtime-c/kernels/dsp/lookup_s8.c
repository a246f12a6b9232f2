/* qn_lookup_s8 for cores with the DSP extension: four elements at a time. */
#include "qn.h"
#include "qn_dsp.h"
#include "internal/dsp.h"

void qn_lookup_s8_dsp(const qn_lookup_s8_params *p, const int8_t *x, const int8_t *table, int8_t *y)
{
    int32_t fours = p->count >> 2, left = p->count & 3;
    QN_NO_UNROLL
    for (; fours != 0; fours--) {
        const uint32_t at = qn_take_4_s8(&x) ^ 0x80808080u;
        const uint32_t word = qn_bytes_of(table[at & 0xFFu], table[(at >> 8) & 0xFFu], table[(at >> 16) & 0xFFu], table[at >> 24]);
        qn_store_4_s8(y, word);
        QN_STEP(y, 4);
    }
    QN_NO_UNROLL
    for (; left > 0; left--) {
        *y++ = table[*x++ + 128];
    }
}
