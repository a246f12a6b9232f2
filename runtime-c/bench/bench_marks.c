/* The two markers around a measured run: empty functions in a file of their own, so that no compiler removes or moves the calls. */
#include "qn_bench.h"

void qn_bench_begin(void)
{
}

void qn_bench_end(void)
{
}
