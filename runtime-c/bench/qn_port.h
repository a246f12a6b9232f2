/* What the bench needs of its surroundings: files, and the lowest address of the stack that may be painted.
 * One implementation per surrounding in ports/: semihosting (Cortex-M), linux (Cortex-A, system calls), stdio (host). */
#ifndef QN_PORT_H
#define QN_PORT_H

#include <stdint.h>

typedef enum qn_port_mode { QN_PORT_READ = 0, QN_PORT_WRITE = 1 } qn_port_mode;

/* A handle, or a negative number. */
int32_t qn_port_open(const char *name, qn_port_mode mode);

/* Reads until `bytes` are there or the file ends; returns the number read, negative on failure. */
int32_t qn_port_read(int32_t handle, void *data, uint32_t bytes);

/* 0 when all bytes were written. */
int32_t qn_port_write(int32_t handle, const void *data, uint32_t bytes);

void qn_port_close(int32_t handle);

/* The lowest address of the stack that may be written below the current frame; 0 where stack use is not measured. */
uintptr_t qn_port_stack_limit(void);

#endif
