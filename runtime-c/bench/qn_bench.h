/* What a generated model offers to the bench program: its arenas, where its inputs and outputs lie in them, and how to run it.
 * The bench feeds samples from inputs.bin, collects outputs.bin and reports in result.txt; it knows nothing else of the model.
 * The two marker functions bound the measured stretch; they do nothing. */
#ifndef QN_BENCH_H
#define QN_BENCH_H

#include <stdint.h>

/* An arena, or a tensor in one. */
typedef struct qn_bench_slot {
    uint8_t *at;
    uint32_t bytes;
} qn_bench_slot;

typedef struct qn_bench_model {
    const char *name;
    const qn_bench_slot *arenas;
    uint32_t arena_count;
    const qn_bench_slot *inputs;
    uint32_t input_count;
    const qn_bench_slot *outputs;
    uint32_t output_count;
    /* Returns 0 when the outputs are valid. */
    int (*run)(void);
} qn_bench_model;

/* Defined by bench_model.c of the generated folder. */
extern const qn_bench_model qn_bench;

void qn_bench_begin(void);
void qn_bench_end(void);

/* Called by the port; returns the exit status of the program. */
int qn_bench_main(void);

#endif
