/* How the steps of sequences follow each other in x and y of recurrent layers, and how many of them count. */
#ifndef QN_INTERNAL_SEQUENCE_H
#define QN_INTERNAL_SEQUENCE_H

#include <stdint.h>

#include "memory.h"

typedef struct qn_row_walk {
    int32_t steps;
    int32_t step_rows;
    int32_t batch_rows;
    int32_t reverse;
} qn_row_walk;

/* Steps of one sequence that count. */
static inline int32_t qn_sequence_length(const int32_t *lens, int32_t index, int32_t steps)
{
    const int32_t length = lens ? lens[index] : steps;
    return length < 0 ? 0 : length < steps ? length : steps;
}

/* Row of step `step` of `length`, in the order of computation. */
static inline int32_t qn_step_row(const qn_row_walk *walk, int32_t sequence, int32_t step, int32_t length)
{
    const int32_t t = walk->reverse ? length - 1 - step : step;
    return t * walk->step_rows + sequence * walk->batch_rows;
}

/* Zeros in the rows of `bytes` behind the end of a sequence. */
static inline void qn_clear_rest(const qn_row_walk *walk, int32_t sequence, int32_t length, uint8_t *y, uint32_t bytes)
{
    int32_t t;
    for (t = length; t < walk->steps; t++) {
        QN_MEMSET(y + (uint32_t)(t * walk->step_rows + sequence * walk->batch_rows) * bytes, 0, bytes);
    }
}

#endif
