/* The C side of test/numeric/float-math.test.ts: reads pairs of floats from argv[1] and writes to argv[2] what each function makes of them. */
#include <stdio.h>

#include "internal/float_activations.h"
#include "internal/float_arcs.h"
#include "internal/float_pow.h"
#include "internal/float_remainder.h"
#include "internal/float_rounding.h"
#include "internal/float_sqrt.h"

typedef float (*qn_unary_function)(float x);

static const qn_unary_function functions[] = {
    qn_sqrtf, qn_sqrt_by_digits, qn_logf, qn_log1pf, qn_sinf, qn_cosf, qn_tanf, qn_asinf, qn_acosf, qn_atanf, qn_expm1f, qn_sinhf, qn_coshf, qn_asinhf, qn_acoshf,
    qn_atanhf, qn_erff, qn_floorf, qn_ceilf, qn_round_evenf, qn_softplusf, qn_mishf, qn_geluf, qn_gelu_tanhf,
};

int main(int argc, char **argv)
{
    FILE *in = argc == 3 ? fopen(argv[1], "rb") : 0;
    FILE *out = argc == 3 ? fopen(argv[2], "wb") : 0;
    float pair[2];
    if (in == 0 || out == 0) {
        return 2;
    }
    while (fread(pair, sizeof pair, 1, in) == 1) {
        float results[sizeof functions / sizeof functions[0] + 2];
        size_t i;
        for (i = 0; i < sizeof functions / sizeof functions[0]; i++) {
            results[i] = functions[i](pair[0]);
        }
        results[i] = qn_powf(pair[0], pair[1]);
        results[i + 1] = qn_remainderf(pair[0], pair[1]);
        if (fwrite(results, sizeof results, 1, out) != 1) {
            return 2;
        }
    }
    return fclose(out) != 0 ? 2 : 0;
}
