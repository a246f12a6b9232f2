/* Bench port for Cortex-M under a debugger or QEMU: files and exit through Arm semihosting (BKPT 0xAB).
 * The startup calls qn_bench_main; the stack limit comes from the linker script. */
#include "qn_bench.h"
#include "qn_port.h"
#include "qn_semihosting.h"

extern uint8_t qn_stack_limit[];

int32_t qn_port_open(const char *name, qn_port_mode mode)
{
    uintptr_t block[3];
    uint32_t length = 0;
    while (name[length] != '\0') {
        length++;
    }
    block[0] = (uintptr_t)name;
    block[1] = mode == QN_PORT_READ ? 1u : 5u; /* "rb", "wb" */
    block[2] = length;
    return qn_semihosting_call(QN_SYS_OPEN, block);
}

int32_t qn_port_read(int32_t handle, void *data, uint32_t bytes)
{
    uintptr_t block[3];
    int32_t missing;
    block[0] = (uintptr_t)handle;
    block[1] = (uintptr_t)data;
    block[2] = bytes;
    missing = qn_semihosting_call(QN_SYS_READ, block);
    return missing < 0 ? -1 : (int32_t)bytes - missing;
}

int32_t qn_port_write(int32_t handle, const void *data, uint32_t bytes)
{
    uintptr_t block[3];
    block[0] = (uintptr_t)handle;
    block[1] = (uintptr_t)data;
    block[2] = bytes;
    return qn_semihosting_call(QN_SYS_WRITE, block) == 0 ? 0 : -1;
}

void qn_port_close(int32_t handle)
{
    uintptr_t block[1];
    block[0] = (uintptr_t)handle;
    (void)qn_semihosting_call(QN_SYS_CLOSE, block);
}

uintptr_t qn_port_stack_limit(void)
{
    return (uintptr_t)qn_stack_limit;
}
