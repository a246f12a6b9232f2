/* The Arm semihosting call of Cortex-M, as the Arm "Semihosting for AArch32 and AArch64" specification defines it.
 * Without a debugger or emulator attached the BKPT faults: for benches only. */
#ifndef QN_SEMIHOSTING_H
#define QN_SEMIHOSTING_H

#include <stdint.h>

enum { QN_SYS_OPEN = 0x01, QN_SYS_CLOSE = 0x02, QN_SYS_WRITE0 = 0x04, QN_SYS_WRITE = 0x05, QN_SYS_READ = 0x06, QN_SYS_EXIT = 0x18 };

/* Argument of SYS_EXIT: the application came to its end; anything else makes the emulator exit with 1. */
#define QN_ADP_APPLICATION_EXIT 0x20026u
#define QN_ADP_RUN_TIME_ERROR 0x20023u

static inline int32_t qn_semihosting(int32_t operation, uintptr_t argument)
{
    register int32_t r0 __asm__("r0") = operation;
    register uintptr_t r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

/* `block`: the parameter block of the operation. */
static inline int32_t qn_semihosting_call(int32_t operation, const uintptr_t *block)
{
    return qn_semihosting(operation, (uintptr_t)block);
}

#endif
