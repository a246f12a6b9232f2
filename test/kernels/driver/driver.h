/* Between driver.c, the generated dispatch table and a platform's main. */
#ifndef QN_TEST_DRIVER_H
#define QN_TEST_DRIVER_H

#include <stdint.h>

/* Calls one kernel; generated from the catalogue by test/kernels/dispatch.ts. */
void qn_call(int32_t kernel, const void *params, void *const *operands, void *scratch);

void qn_run_image(uint8_t *image);

#endif
