/* Bench port for Arm Linux, 32 and 64 bit, without a C library: entry point and files through system calls.
 * Building a C library for each core would cost a minute; four system calls do not need one. */
#include "qn_bench.h"
#include "qn_port.h"

/* Stack that is painted: far below the 8 MB a process gets, far above what a model needs. */
#define PAINTED_BYTES 262144u

#define AT_FDCWD (-100)
#define OPEN_WRITE 01101 /* O_WRONLY | O_CREAT | O_TRUNC */
#define FILE_MODE 0644

/* The kernel enters with the stack pointer aligned and no frame. */
#if defined(__aarch64__)
enum { SYS_OPENAT = 56, SYS_CLOSE = 57, SYS_READ = 63, SYS_WRITE = 64, SYS_EXIT_GROUP = 94 };
__asm__(".text\n.globl _start\n.type _start, %function\n_start:\n mov x29, #0\n mov x30, #0\n bl qn_linux_start\n");
#else
enum { SYS_READ = 3, SYS_WRITE = 4, SYS_CLOSE = 6, SYS_EXIT_GROUP = 248, SYS_OPENAT = 322 };
__asm__(".text\n.arm\n.globl _start\n.type _start, %function\n_start:\n mov lr, #0\n bl qn_linux_start\n");
#endif

void qn_linux_start(void);

static intptr_t system_call(intptr_t number, const intptr_t arguments[4])
{
#if defined(__aarch64__)
    register intptr_t x8 __asm__("x8") = number;
    register intptr_t x0 __asm__("x0") = arguments[0];
    register intptr_t x1 __asm__("x1") = arguments[1];
    register intptr_t x2 __asm__("x2") = arguments[2];
    register intptr_t x3 __asm__("x3") = arguments[3];
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
#else
    register intptr_t r7 __asm__("r7") = number;
    register intptr_t r0 __asm__("r0") = arguments[0];
    register intptr_t r1 __asm__("r1") = arguments[1];
    register intptr_t r2 __asm__("r2") = arguments[2];
    register intptr_t r3 __asm__("r3") = arguments[3];
    __asm__ volatile("svc 0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2), "r"(r3) : "memory");
    return r0;
#endif
}

int32_t qn_port_open(const char *name, qn_port_mode mode)
{
    const intptr_t arguments[4] = {AT_FDCWD, (intptr_t)name, mode == QN_PORT_READ ? 0 : OPEN_WRITE, FILE_MODE};
    return (int32_t)system_call(SYS_OPENAT, arguments);
}

int32_t qn_port_read(int32_t handle, void *data, uint32_t bytes)
{
    uint32_t done = 0;
    while (done < bytes) {
        const intptr_t arguments[4] = {handle, (intptr_t)data + (intptr_t)done, (intptr_t)(bytes - done), 0};
        const intptr_t got = system_call(SYS_READ, arguments);
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        done += (uint32_t)got;
    }
    return (int32_t)done;
}

int32_t qn_port_write(int32_t handle, const void *data, uint32_t bytes)
{
    uint32_t done = 0;
    while (done < bytes) {
        const intptr_t arguments[4] = {handle, (intptr_t)data + (intptr_t)done, (intptr_t)(bytes - done), 0};
        const intptr_t put = system_call(SYS_WRITE, arguments);
        if (put <= 0) {
            return -1;
        }
        done += (uint32_t)put;
    }
    return 0;
}

void qn_port_close(int32_t handle)
{
    const intptr_t arguments[4] = {handle, 0, 0, 0};
    (void)system_call(SYS_CLOSE, arguments);
}

uintptr_t qn_port_stack_limit(void)
{
    volatile uint8_t here = 0;
    return (uintptr_t)&here - PAINTED_BYTES;
}

void qn_linux_start(void)
{
    const intptr_t arguments[4] = {qn_bench_main(), 0, 0, 0};
    (void)system_call(SYS_EXIT_GROUP, arguments);
}
