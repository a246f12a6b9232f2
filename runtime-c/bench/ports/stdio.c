/* Bench port for machines with a C library: files through stdio. Stack use is not measured. */
#include <stdio.h>
#include <stdlib.h>

#include "qn_bench.h"
#include "qn_port.h"

enum { MAX_FILES = 8 };

static FILE *open_files[MAX_FILES];

int32_t qn_port_open(const char *name, qn_port_mode mode)
{
    int32_t handle;
    for (handle = 0; handle < MAX_FILES; handle++) {
        if (open_files[handle] == NULL) {
            open_files[handle] = fopen(name, mode == QN_PORT_READ ? "rb" : "wb");
            return open_files[handle] == NULL ? -1 : handle;
        }
    }
    return -1;
}

int32_t qn_port_read(int32_t handle, void *data, uint32_t bytes)
{
    return handle < 0 ? -1 : (int32_t)fread(data, 1, bytes, open_files[handle]);
}

int32_t qn_port_write(int32_t handle, const void *data, uint32_t bytes)
{
    return handle >= 0 && fwrite(data, 1, bytes, open_files[handle]) == bytes ? 0 : -1;
}

void qn_port_close(int32_t handle)
{
    if (handle >= 0) {
        (void)fclose(open_files[handle]);
        open_files[handle] = NULL;
    }
}

uintptr_t qn_port_stack_limit(void)
{
    return 0;
}

int main(void)
{
    return qn_bench_main() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
