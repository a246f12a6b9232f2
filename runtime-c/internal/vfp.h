/* What kernels of the vfp folder build on: sums of products in the 32 single-precision registers of the Arm FPU, in the portable kernels' order.
 * On other machines plain C stands in, so that a host can test these kernels. */
#ifndef QN_INTERNAL_VFP_H
#define QN_INTERNAL_VFP_H

#include "codegen.h"
#include "depthwise_window.h"
#include "float_math.h"

/* Channels of a block: weights and biases are packed in eights. */
#define QN_VFP_BLOCK 8

#if defined(__thumb__) && defined(__ARM_FP)
#include "vfp_instructions.h"
#else
#include "vfp_emulated.h"
#endif

/* Zeros. The pointer is kept, so that no library call takes the place of the loop. */
static inline void qn_vfp_clear(float *to, int32_t count)
{
    QN_NO_UNROLL
    for (; count > 0; count--) {
        *to++ = 0.0f;
        QN_KEEP(to);
    }
}

#endif
