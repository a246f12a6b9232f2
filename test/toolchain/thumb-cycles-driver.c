/* Prints the estimated cycles of the Thumb instructions in a file: arguments are the core and the file. */
#include <stdio.h>

#include "thumb_cycles.h"

int main(int argc, char **argv)
{
    static uint8_t code[4096];
    cycle_state state = {CORE_UNKNOWN, KIND_OTHER, KIND_OTHER};
    FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
    size_t count;
    size_t at = 0;
    if (file == NULL) {
        return 2;
    }
    state.core = core_named(argv[1]);
    count = fread(code, 1, sizeof code, file);
    fclose(file);
    while (at + 2u <= count) {
        const size_t size = code[at + 1] >= 0xE8u ? 4u : 2u;
        printf("%u ", thumb_cycles(&state, code + at, size));
        at += size;
    }
    return 0;
}
