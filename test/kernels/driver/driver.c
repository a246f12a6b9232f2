/* Runs the kernel cases of an image (test/kernels/case-image.ts) in place: int32 words
 * {cases, then per case: kernel, params offset, scratch offset, operands, then per operand offset and bytes}; offset 0 is null.
 * Knows no kernel and does no input or output. */
#include "driver.h"

void qn_run_image(uint8_t *image)
{
    const int32_t *word = (const int32_t *)(const void *)image;
    int32_t cases = *word++;
    for (; cases > 0; cases--) {
        const int32_t operands = word[3];
        void *pointers[16];
        int32_t i;
        for (i = 0; i < operands; i++) {
            const int32_t offset = word[4 + 2 * i];
            pointers[i] = offset == 0 ? (void *)0 : image + offset;
        }
        qn_call(word[0], image + word[1], pointers, word[2] == 0 ? (void *)0 : image + word[2]);
        word += 4 + 2 * operands;
    }
}
