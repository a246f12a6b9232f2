/* Estimated cycles of Thumb instructions, for memory without wait states: a table of opcodes and a few rules about neighbours, no pipeline. It tells
 * kernels apart that execute equally many instructions, and predicts no board.
 * Cortex-M4 follows the instruction timings of its Technical Reference Manual: a single load 2 cycles, n loads and stores in a row n + 1, multiple
 * transfers 1 + registers, multiply-accumulates of integers 1, of floats 3, a division 7 (2 to 12) or 14 in float, refilling the pipeline 2 (1 to 3).
 * Cortex-M55: scalar instructions 1, multiple transfers half their registers, vector instructions two beats of which one overlaps where a memory and a
 * computing instruction follow each other, gathers and scatters one per lane, the end of a low-overhead loop 0.
 * Conditional branches count as taken when they go backwards. */
#ifndef QN_THUMB_CYCLES_H
#define QN_THUMB_CYCLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef enum cycle_core { CORE_UNKNOWN, CORE_M4, CORE_M55 } cycle_core;

/* What an instruction needs to know of the one before. */
typedef enum cycle_kind { KIND_OTHER, KIND_MEMORY, KIND_VECTOR_MEMORY, KIND_VECTOR } cycle_kind;

typedef struct cycle_state {
    cycle_core core;
    cycle_kind last;
    cycle_kind now;
} cycle_state;

enum { REFILL_M4 = 2, REFILL_M55 = 1, DIVISION = 7, FLOAT_DIVISION = 14, FLOAT_MULTIPLY_ADD_M4 = 3, BEATS = 2 };

static inline cycle_core core_named(const char *name)
{
    return strcmp(name, "cortex_m4") == 0 ? CORE_M4 : strcmp(name, "cortex_m55") == 0 ? CORE_M55 : CORE_UNKNOWN;
}

static inline unsigned bits_set(uint32_t value)
{
    unsigned count = 0;
    for (; value != 0u; value &= value - 1u) {
        count++;
    }
    return count;
}

static inline unsigned refill(const cycle_state *s)
{
    return s->core == CORE_M4 ? REFILL_M4 : REFILL_M55;
}

static inline unsigned branch_cycles(const cycle_state *s, bool taken)
{
    return 1u + (taken ? refill(s) : 0u);
}

/* One register; `posted`: a store to an immediate offset, which a buffer takes. */
static inline unsigned single_cycles(cycle_state *s, bool posted)
{
    const bool alone = s->last != KIND_MEMORY && !posted;
    s->now = KIND_MEMORY;
    return s->core == CORE_M4 && alone ? 2u : 1u;
}

static inline unsigned multiple_cycles(const cycle_state *s, unsigned registers)
{
    return s->core == CORE_M4 ? 1u + registers : 1u + (registers + 1u) / 2u;
}

static inline unsigned narrow_cycles(cycle_state *s, uint32_t i)
{
    const uint32_t top = i >> 11;
    if ((i & 0xF800u) == 0x4800u || (i & 0xF000u) == 0x5000u) {
        return single_cycles(s, false);
    }
    if (top >= 0x0Cu && top <= 0x13u) {
        return single_cycles(s, (top & 1u) == 0u);
    }
    if ((i & 0xF600u) == 0xB400u) {
        return multiple_cycles(s, bits_set(i & 0x1FFu)) + ((i & 0x900u) == 0x900u ? refill(s) : 0u);
    }
    if ((i & 0xF000u) == 0xC000u) {
        return multiple_cycles(s, bits_set(i & 0xFFu));
    }
    if ((i & 0xF000u) == 0xD000u && (i & 0x0E00u) != 0x0E00u) {
        return branch_cycles(s, (i & 0x80u) != 0u);
    }
    if (top == 0x1Cu || (i & 0xFF00u) == 0x4700u) {
        return branch_cycles(s, true);
    }
    return 1u;
}

/* Lanes of a gather or scatter, 0 where the access is contiguous. First halfword 111x 110x, coprocessor 14 or 15. */
static inline unsigned gather_lanes(uint32_t high, uint32_t low)
{
    if ((high & 0x01A0u) == 0x0080u && (low & 0x1000u) == 0u) {
        return 16u >> ((low >> 7) & 3u);
    }
    if ((high & 0x1100u) == 0x1100u && (low & 0x1000u) != 0u) {
        return (low & 0x0100u) != 0u ? 2u : 4u;
    }
    return 0u;
}

static inline unsigned vector_cycles(cycle_state *s, cycle_kind kind)
{
    const bool overlaps = (s->last == KIND_VECTOR || s->last == KIND_VECTOR_MEMORY) && s->last != kind;
    s->now = kind;
    return overlaps ? BEATS - 1u : BEATS;
}

static inline unsigned float_cycles(const cycle_state *s, uint32_t high, uint32_t low)
{
    const uint32_t operation = (high >> 4) & 0xBu;
    const bool fused = operation == 0x9u || operation == 0xAu;
    if ((low & 0x10u) != 0u) {
        return 1u;
    }
    if (operation == 0x8u || (operation == 0xBu && (high & 0xFu) == 1u && (low & 0xC0u) == 0xC0u)) {
        return FLOAT_DIVISION;
    }
    return s->core == CORE_M4 && (operation == 0x0u || operation == 0x1u || fused) ? FLOAT_MULTIPLY_ADD_M4 : 1u;
}

/* Floating point and vectors: first halfword 111x 11xx. */
static inline unsigned coprocessor_cycles(cycle_state *s, uint32_t high, uint32_t low)
{
    const bool is_float = (low & 0x0E00u) == 0x0A00u || (low & 0x0F00u) == 0x0900u;
    const bool memory = (high & 0x0200u) == 0u;
    if (memory && (low & 0x0E00u) == 0x0E00u) {
        const unsigned lanes = gather_lanes(high, low);
        const unsigned beats = vector_cycles(s, KIND_VECTOR_MEMORY);
        return lanes > beats ? lanes : beats;
    }
    if (memory && is_float) {
        if ((high & 0xFFE0u) == 0xEC40u) {
            return 2u;
        }
        return (high & 0x0120u) == 0x0100u ? single_cycles(s, false) : multiple_cycles(s, low & 0xFFu);
    }
    if (is_float && (high & 0xEF00u) == 0xEE00u) {
        return float_cycles(s, high, low);
    }
    return s->core == CORE_M55 ? vector_cycles(s, KIND_VECTOR) : 1u;
}

/* Branches and low-overhead loops: first halfword 11110, second 1. */
static inline unsigned wide_branch_cycles(const cycle_state *s, uint32_t high, uint32_t low)
{
    if ((low & 0xF001u) == 0xC001u && (high & 0xFFCFu) == 0xF00Fu) {
        return 0u;
    }
    if ((low & 0x5000u) == 0u) {
        const bool is_branch = ((high >> 6) & 0xEu) != 0xEu;
        return is_branch ? branch_cycles(s, (high & 0x0400u) != 0u) : 1u;
    }
    return (low & 0x1000u) != 0u ? branch_cycles(s, true) : 1u;
}

static inline unsigned wide_cycles(cycle_state *s, uint32_t high, uint32_t low)
{
    if ((high & 0xEC00u) == 0xEC00u) {
        return coprocessor_cycles(s, high, low);
    }
    if ((high & 0xFE40u) == 0xE800u) {
        return multiple_cycles(s, bits_set(low)) + ((high & 0x10u) != 0u && (low & 0x8000u) != 0u ? refill(s) : 0u);
    }
    if ((high & 0xFFF0u) == 0xE8D0u && (low & 0xFFE0u) == 0xF000u) {
        return 2u + refill(s);
    }
    if ((high & 0xFE40u) == 0xE840u) {
        return multiple_cycles(s, 2u);
    }
    if ((high & 0xFE00u) == 0xF800u) {
        const bool by_register = (high & 0x80u) == 0u && (low & 0x0800u) == 0u;
        return single_cycles(s, (high & 0x10u) == 0u && !by_register) + ((high & 0x10u) != 0u && low >> 12 == 15u && (high & 0x60u) == 0x40u ? refill(s) : 0u);
    }
    if ((high & 0xFFD0u) == 0xFB90u) {
        return DIVISION;
    }
    return (high & 0xF800u) == 0xF000u && (low & 0x8000u) != 0u ? wide_branch_cycles(s, high, low) : 1u;
}

/* Cycles of one instruction of `size` bytes, in the order of memory; 0 for a core without a table. */
static inline unsigned thumb_cycles(cycle_state *s, const uint8_t *bytes, size_t size)
{
    const uint32_t first = (uint32_t)bytes[0] | ((uint32_t)bytes[1] << 8);
    unsigned cycles;
    if (s->core == CORE_UNKNOWN) {
        return 0u;
    }
    s->now = KIND_OTHER;
    cycles = size == 4u ? wide_cycles(s, first, (uint32_t)bytes[2] | ((uint32_t)bytes[3] << 8)) : narrow_cycles(s, first);
    s->last = s->now;
    return cycles;
}

#endif
