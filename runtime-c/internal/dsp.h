/* What kernels of the dsp folder build on: pairs of int16 in one word (the lower in bits 0 to 15), the instructions of the Arm DSP extension
 * on them, and inner loops. On other machines plain C stands in for the instructions, so that a host can test these kernels. */
#ifndef QN_INTERNAL_DSP_H
#define QN_INTERNAL_DSP_H

#include <stdint.h>

#include "codegen.h"
#include "memory.h"
#include "requantize.h"

/* Four int8 from any address, the first in the lowest bits. */
static inline uint32_t qn_load_4_s8(const int8_t *from)
{
    uint32_t word;
    QN_MEMCPY(&word, from, sizeof word);
    return word;
}

static inline void qn_store_4_s8(int8_t *to, uint32_t word)
{
    QN_MEMCPY(to, &word, sizeof word);
}

static inline uint32_t qn_pair_of(int32_t low, int32_t high)
{
    return ((uint32_t)low & 0xFFFFu) | ((uint32_t)high << 16);
}

/* Elements from one row to the next of the tiles that depthwise kernels work on. */
#define QN_TILE_PITCH 32

static inline uint32_t qn_load_pair(const int16_t *from)
{
    uint32_t pair;
    QN_MEMCPY(&pair, from, sizeof pair);
    return pair;
}

#if defined(__ARM_FEATURE_DSP) && defined(__thumb__)
#include "dsp_instructions.h"
#else
#include "dsp_emulated.h"
#endif

/* The low bytes of four numbers, the first in the lowest bits. */
static inline uint32_t qn_bytes_of(int32_t b0, int32_t b1, int32_t b2, int32_t b3)
{
    return ((uint32_t)b0 & 0xFFu) | (((uint32_t)b1 & 0xFFu) << 8) | (((uint32_t)b2 & 0xFFu) << 16) | ((uint32_t)b3 << 24);
}

#endif
