/* Program of a target board: reads the image from cases.bin, runs its cases, writes it to outputs.bin, through a port of the bench.
 * Takes the place of the bench's own qn_bench_main, so that startup and ports serve both. */
#include "driver.h"
#include "qn_bench.h"
#include "qn_port.h"

static uint8_t image[QN_IMAGE_BYTES] __attribute__((aligned(16)));

int qn_bench_main(void)
{
    const int32_t cases = qn_port_open("cases.bin", QN_PORT_READ);
    const int32_t outputs = qn_port_open("outputs.bin", QN_PORT_WRITE);
    if (cases < 0 || outputs < 0 || qn_port_read(cases, image, QN_IMAGE_BYTES) != QN_IMAGE_BYTES) {
        return 2;
    }
    qn_run_image(image);
    return qn_port_write(outputs, image, QN_IMAGE_BYTES) == 0 ? 0 : 2;
}
