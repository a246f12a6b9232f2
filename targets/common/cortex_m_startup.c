/* Startup of every Cortex-M bench: vector table, floating-point unit on, .bss cleared, bench run, exit through semihosting.
 * Any exception ends the program with a message and status 1. For measuring under an emulator or debugger, not for products. */
#include <stdint.h>

#include "qn_bench.h"
#include "qn_semihosting.h"

extern uint32_t qn_stack_top[];
extern uint32_t qn_bss_start[];
extern uint32_t qn_bss_end[];

void _start(void);
void qn_start(void);
void qn_fault(void);

/* Coprocessor Access Control Register: full access to CP10 and CP11 (FPU and MVE). */
#define CPACR ((volatile uint32_t *)0xE000ED88u)
#define CP10_CP11_FULL 0x00F00000u

typedef union vector {
    uint32_t *stack;
    void (*handler)(void);
} vector;

__attribute__((section(".vectors"), used)) static const vector vectors[16] = {
    {.stack = qn_stack_top}, {.handler = _start}, {.handler = qn_fault}, {.handler = qn_fault},
    {.handler = qn_fault},   {.handler = qn_fault}, {.handler = qn_fault}, {.handler = qn_fault},
    {.handler = qn_fault},   {.handler = qn_fault}, {.handler = qn_fault}, {.handler = qn_fault},
    {.handler = qn_fault},   {.handler = qn_fault}, {.handler = qn_fault}, {.handler = qn_fault},
};

void qn_start(void)
{
    uint32_t *at;
    int status;
    for (at = qn_bss_start; at < qn_bss_end; at++) {
        *at = 0;
    }
    status = qn_bench_main();
    (void)qn_semihosting(QN_SYS_EXIT, status == 0 ? QN_ADP_APPLICATION_EXIT : QN_ADP_RUN_TIME_ERROR);
    for (;;) {
    }
}

/* The reset handler, under the name linkers look for. Nothing that may use the floating-point unit runs before it is on. */
void _start(void)
{
#if defined(__ARM_FP)
    *CPACR |= CP10_CP11_FULL;
    __asm__ volatile("dsb\n isb" ::: "memory");
#endif
    qn_start();
}

void qn_fault(void)
{
    (void)qn_semihosting(QN_SYS_WRITE0, (uintptr_t) "bench: processor exception\n");
    (void)qn_semihosting(QN_SYS_EXIT, QN_ADP_RUN_TIME_ERROR);
    for (;;) {
    }
}
