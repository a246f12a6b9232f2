/* Where the inputs of up to four output pixels lie: `rows` runs of `run` elements each, `row_step` elements apart. A whole patch is one run where
 * it lies together, in x or gathered; kernel rows are runs where a convolution reads them in place. */
#ifndef QN_INTERNAL_NEON_PATCHES_H
#define QN_INTERNAL_NEON_PATCHES_H

#include <stdint.h>

#define QN_PIXELS 4

typedef struct qn_patches_s8 {
    const int8_t *a[QN_PIXELS];
    int32_t rows;
    int32_t run;
    int32_t row_step;
} qn_patches_s8;

typedef struct qn_patches_f32 {
    const float *a[QN_PIXELS];
    int32_t rows;
    int32_t run;
    int32_t row_step;
} qn_patches_f32;

#endif
