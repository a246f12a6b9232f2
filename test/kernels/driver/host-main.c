/* Host program: reads an image from the file argv[1], runs its cases, writes it to argv[2]. Fails with status 2 on any I/O error. */
#include <stdio.h>
#include <stdlib.h>

#include "driver.h"

static uint8_t *read_file(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = 0;
    long size;
    if (file != 0 && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) > 0 && fseek(file, 0, SEEK_SET) == 0) {
        data = malloc((size_t)size);
        *bytes = data != 0 ? fread(data, 1, (size_t)size, file) : 0;
    }
    if (file != 0) {
        fclose(file);
    }
    return data;
}

int main(int argc, char **argv)
{
    size_t bytes = 0;
    uint8_t *image = argc == 3 ? read_file(argv[1], &bytes) : 0;
    FILE *out = argc == 3 ? fopen(argv[2], "wb") : 0;
    if (image == 0 || out == 0) {
        return 2;
    }
    qn_run_image(image);
    return fwrite(image, 1, bytes, out) == bytes && fclose(out) == 0 ? 0 : 2;
}
