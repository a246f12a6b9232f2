/* Packed filters of one group, for the NEON kernels of convolution and fully connected layers; the output header comes first. Channels go in blocks of 16, then at most
 * one block of 8, one of 4 and one of the last 1 to 3, filled up to 4 (src/kernels/geometry/neon-packing.ts). */
#ifndef QN_INTERNAL_NEON_FILTERS_H
#define QN_INTERNAL_NEON_FILTERS_H

#include "neon_patches.h"

typedef struct qn_filters_neon {
    const qn_element *w;
    const qn_channels_4 *channel;
    int32_t channels;
} qn_filters_neon;

#endif
