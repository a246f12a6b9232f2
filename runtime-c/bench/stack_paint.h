/* Measures the stack that a call uses: paint what lies below the caller's frame, call, look how far the paint is gone.
 * An upper bound, by at most the few bytes of the painting function's own frame. */
#ifndef QN_STACK_PAINT_H
#define QN_STACK_PAINT_H

#include <stdint.h>

/* Paints from `limit` up to its own frame; returns the address where the paint ends. */
uintptr_t qn_stack_paint(uintptr_t limit);

/* Bytes between `top` and the lowest word that lost its paint. */
uint32_t qn_stack_used(uintptr_t limit, uintptr_t top);

#endif
