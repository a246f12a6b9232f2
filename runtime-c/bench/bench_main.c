/* The bench program: inputs.bin -> model -> outputs.bin, sample by sample, and result.txt with what happened.
 * inputs.bin holds the inputs of each sample one after the other, outputs.bin likewise the outputs; nothing is converted.
 * The arenas are filled with a pattern once, so that a model which reads bytes it never wrote gives itself away. */
#include "qn_bench.h"
#include "qn_port.h"
#include "stack_paint.h"

/* Written to result.txt; src/toolchain/bench-result.ts knows the same numbers. */
enum { BENCH_OK = 0, BENCH_NO_INPUT = 1, BENCH_PARTIAL_SAMPLE = 2, BENCH_NO_OUTPUT = 3, BENCH_RUN_FAILED = 4 };

#define ARENA_PATTERN 0xA5u

typedef struct bench_state {
    int32_t inputs;
    int32_t outputs;
    int32_t run_result;
    uint32_t samples;
    uint32_t stack_bytes;
} bench_state;

static void fill_arenas(void)
{
    uint32_t arena, i;
    for (arena = 0; arena < qn_bench.arena_count; arena++) {
        const qn_bench_slot block = qn_bench.arenas[arena];
        for (i = 0; i < block.bytes; i++) {
            block.at[i] = (uint8_t)ARENA_PATTERN;
        }
    }
}

/* 1: a sample is in its slots; 0: the file ended before it; -1: the file ended within it. */
static int read_sample(int32_t file)
{
    uint32_t i;
    for (i = 0; i < qn_bench.input_count; i++) {
        const qn_bench_slot slot = qn_bench.inputs[i];
        const int32_t got = qn_port_read(file, slot.at, slot.bytes);
        if (got != (int32_t)slot.bytes) {
            return (i == 0u && got == 0) ? 0 : -1;
        }
    }
    return 1;
}

static int write_outputs(int32_t file)
{
    uint32_t i;
    for (i = 0; i < qn_bench.output_count; i++) {
        const qn_bench_slot slot = qn_bench.outputs[i];
        if (qn_port_write(file, slot.at, slot.bytes) != 0) {
            return -1;
        }
    }
    return 0;
}

/* Stack use is measured on the first sample. */
static void run_sample(bench_state *state)
{
    const uintptr_t limit = state->samples == 0u ? qn_port_stack_limit() : 0u;
    const uintptr_t top = limit == 0u ? 0u : qn_stack_paint(limit);
    qn_bench_begin();
    state->run_result = qn_bench.run();
    qn_bench_end();
    if (limit != 0u) {
        state->stack_bytes = qn_stack_used(limit, top);
    }
}

static int run_samples(bench_state *state)
{
    for (;;) {
        const int got = read_sample(state->inputs);
        if (got <= 0) {
            return got == 0 ? BENCH_OK : BENCH_PARTIAL_SAMPLE;
        }
        run_sample(state);
        if (state->run_result != 0) {
            return BENCH_RUN_FAILED;
        }
        if (write_outputs(state->outputs) != 0) {
            return BENCH_NO_OUTPUT;
        }
        state->samples++;
    }
}

/* Writes "name value\n". */
static void write_line(int32_t file, const char *name, uint32_t value)
{
    char digits[12];
    uint32_t length = 0;
    uint32_t at = sizeof digits;
    while (name[length] != '\0') {
        length++;
    }
    digits[--at] = '\n';
    do {
        digits[--at] = (char)('0' + (char)(value % 10u));
        value /= 10u;
    } while (value != 0u);
    digits[--at] = ' ';
    (void)qn_port_write(file, name, length);
    (void)qn_port_write(file, digits + at, (uint32_t)sizeof digits - at);
}

static void write_result(const bench_state *state, int status)
{
    const int32_t file = qn_port_open("result.txt", QN_PORT_WRITE);
    write_line(file, "status", (uint32_t)status);
    write_line(file, "run", (uint32_t)state->run_result);
    write_line(file, "samples", state->samples);
    write_line(file, "stack", state->stack_bytes);
    write_line(file, "end", 1u);
    qn_port_close(file);
}

int qn_bench_main(void)
{
    bench_state state = {-1, -1, 0, 0, 0};
    int status = BENCH_NO_INPUT;
    state.inputs = qn_port_open("inputs.bin", QN_PORT_READ);
    state.outputs = qn_port_open("outputs.bin", QN_PORT_WRITE);
    if (state.outputs < 0) {
        status = BENCH_NO_OUTPUT;
    } else if (state.inputs >= 0) {
        fill_arenas();
        status = run_samples(&state);
        qn_port_close(state.inputs);
        qn_port_close(state.outputs);
    }
    write_result(&state, status);
    return status;
}
