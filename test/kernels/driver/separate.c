/* Replaces driver.c where a sanitizer watches: every operand and the scratch get a heap block of exactly their size,
 * so that reads and writes outside are seen; afterwards the blocks are copied back into the image. */
#include <stdlib.h>
#include <string.h>

#include "driver.h"

/* Block for bytes at `offset`; operands at the same offset share one. */
static void *block_of(const uint8_t *image, const int32_t *operand, void *const *earlier, int32_t index)
{
    const int32_t offset = operand[2 * index];
    void *block;
    int32_t i;
    if (offset == 0) {
        return 0;
    }
    for (i = 0; i < index; i++) {
        if (operand[2 * i] == offset) {
            return earlier[i];
        }
    }
    block = malloc((size_t)operand[2 * index + 1]);
    if (block != 0) {
        memcpy(block, image + offset, (size_t)operand[2 * index + 1]);
    }
    return block;
}

/* Word 2 of a case is the scratch offset; the scratch's size is the word before it in the image. */
static void run_case(uint8_t *image, const int32_t *word)
{
    const int32_t *operand = word + 4;
    void *pointers[16];
    void *scratch = 0;
    int32_t i;
    if (word[2] != 0) {
        int32_t bytes;
        memcpy(&bytes, image + word[2] - 4, sizeof bytes);
        scratch = malloc((size_t)bytes);
    }
    for (i = 0; i < word[3]; i++) {
        pointers[i] = block_of(image, operand, pointers, i);
    }
    qn_call(word[0], image + word[1], pointers, scratch);
    for (i = 0; i < word[3]; i++) {
        if (pointers[i] != 0) {
            memcpy(image + operand[2 * i], pointers[i], (size_t)operand[2 * i + 1]);
        }
    }
    /* Blocks shared by several operands would be freed twice; the program ends soon. */
    free(scratch);
}

void qn_run_image(uint8_t *image)
{
    const int32_t *word = (const int32_t *)(const void *)image;
    int32_t cases = *word++;
    for (; cases > 0; cases--) {
        run_case(image, word);
        word += 4 + 2 * word[3];
    }
}
