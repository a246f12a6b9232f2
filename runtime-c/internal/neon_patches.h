/* Where the inputs of four neighbouring output pixels lie: `rows` runs of `run` elements each, `row_step` elements apart. A whole patch is one run
 * where it lies together, in x or gathered; kernel rows are runs where a convolution reads them in place. Those of the next four pixels, where one
 * call has more, lie `advance` elements on. Knows the element type from the output header. */
#ifndef QN_INTERNAL_NEON_PATCHES_H
#define QN_INTERNAL_NEON_PATCHES_H

#include <stdint.h>

#define QN_PIXELS 4

typedef struct qn_patches {
    const qn_element *a[QN_PIXELS];
    int32_t rows;
    int32_t run;
    int32_t row_step;
    int32_t advance;
} qn_patches;

/* Pixels of one run each that follow each other: `step` elements from one to the next. */
static inline void qn_patches_in_line(qn_patches *s, const qn_element *x, int32_t run, int32_t step)
{
    int32_t i;
    s->rows = 1;
    s->run = run;
    s->row_step = 0;
    s->advance = QN_PIXELS * step;
    for (i = 0; i < QN_PIXELS; i++) {
        s->a[i] = x + i * step;
    }
}

#endif
