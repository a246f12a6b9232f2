/* Stack painting. Writes only below its own frame, where nothing lives; must not be inlined, so it has a file of its own. */
#include "stack_paint.h"

#define PAINT 0xC5A3965Au
/* What the frame of qn_stack_paint takes above its probe, at most: saved registers and padding. */
#define FRAME_BYTES 32u

uintptr_t qn_stack_paint(uintptr_t limit)
{
    volatile uint32_t probe = 0;
    const uintptr_t top = (uintptr_t)&probe & ~(uintptr_t)3;
    uintptr_t at;
    for (at = (limit + 15u) & ~(uintptr_t)15; at < top; at += 4u) {
        *(volatile uint32_t *)at = PAINT;
    }
    return top;
}

uint32_t qn_stack_used(uintptr_t limit, uintptr_t top)
{
    uintptr_t at = (limit + 15u) & ~(uintptr_t)15;
    while (at < top && *(volatile uint32_t *)at == PAINT) {
        at += 4u;
    }
    return (uint32_t)(top - at) + FRAME_BYTES;
}
