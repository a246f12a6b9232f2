/* The DSP extension by inline assembly; twin of dsp_emulated.h, which says in C what each function computes.
 * Loops are assembly too: compilers do not fold the rotation into SXTB16, do not pair loads, and spill. They use at most 12 registers,
 * at most 7 of them for inputs, so that gcc compiles them without optimisation as well. Included by dsp.h only. */
#ifndef QN_INTERNAL_DSP_INSTRUCTIONS_H
#define QN_INTERNAL_DSP_INSTRUCTIONS_H

static inline uint32_t qn_take_4_s8(const int8_t **from)
{
    uint32_t word;
    __asm__ volatile("ldr %0, [%1], #4" : "=r"(word), "+r"(*from) : : "memory");
    return word;
}

static inline uint32_t qn_even_bytes(uint32_t x)
{
    uint32_t pair;
    __asm__("sxtb16 %0, %1" : "=r"(pair) : "r"(x));
    return pair;
}

static inline uint32_t qn_odd_bytes(uint32_t x)
{
    uint32_t pair;
    __asm__("sxtb16 %0, %1, ror #8" : "=r"(pair) : "r"(x));
    return pair;
}

static inline int32_t qn_dot_pairs(uint32_t a, uint32_t b, int32_t acc)
{
    int32_t sum;
    __asm__("smlad %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(acc));
    return sum;
}

static inline int32_t qn_add_high(int32_t a, int32_t b, int32_t c)
{
    int32_t sum;
    __asm__("smmla %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(c));
    return sum;
}

static inline uint32_t qn_add_even_bytes(uint32_t pair, uint32_t x)
{
    uint32_t sum;
    __asm__("sxtab16 %0, %1, %2" : "=r"(sum) : "r"(pair), "r"(x));
    return sum;
}

static inline uint32_t qn_add_odd_bytes(uint32_t pair, uint32_t x)
{
    uint32_t sum;
    __asm__("sxtab16 %0, %1, %2, ror #8" : "=r"(sum) : "r"(pair), "r"(x));
    return sum;
}

static inline uint32_t qn_low_halves(uint32_t a, uint32_t b)
{
    uint32_t pair;
    __asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(pair) : "r"(a), "r"(b));
    return pair;
}

static inline uint32_t qn_high_halves(uint32_t a, uint32_t b)
{
    uint32_t pair;
    __asm__("pkhtb %0, %2, %1, asr #16" : "=r"(pair) : "r"(a), "r"(b));
    return pair;
}

static inline int32_t qn_multiply_low(uint32_t a, uint32_t b)
{
    int32_t product;
    __asm__("smulbb %0, %1, %2" : "=r"(product) : "r"(a), "r"(b));
    return product;
}

static inline int32_t qn_multiply_high(uint32_t a, uint32_t b)
{
    int32_t product;
    __asm__("smultt %0, %1, %2" : "=r"(product) : "r"(a), "r"(b));
    return product;
}

static inline uint32_t qn_max_4_s8(uint32_t a, uint32_t b)
{
    uint32_t max, difference;
    __asm__("ssub8 %1, %2, %3\n\tsel %0, %2, %3" : "=r"(max), "=&r"(difference) : "r"(a), "r"(b) : "cc");
    return max;
}

static inline uint32_t qn_subtract_4_u8(uint32_t a, uint32_t b)
{
    uint32_t difference;
    __asm__("usub8 %0, %1, %2" : "=r"(difference) : "r"(a), "r"(b) : "cc");
    return difference;
}

static inline uint32_t qn_saturate_u8(uint32_t value)
{
    uint32_t result;
    __asm__("usat %0, #8, %1" : "=r"(result) : "r"(value));
    return result;
}

static inline int32_t qn_saturate_8(int32_t value)
{
    int32_t result;
    __asm__("ssat %0, #8, %1" : "=r"(result) : "r"(value));
    return result;
}

/* Takes the weights of the first of two channels out of halfwords. */
#if defined(QN_OFFSET_WEIGHTS)
#define QN_LOW_WEIGHTS "uxtb16"
#else
#define QN_LOW_WEIGHTS "sxtb16"
#endif

/* ---- two pixels by two channels ---- */

#define QN_HALF_2X2(w)                                                                        \
    "ldrd %[p], %[q], [%[a]], #8\n\t"                                                         \
    QN_LOW_WEIGHTS " %[t], " w "\n\t"                                                         \
    "smlad %[l0], %[p], %[t], %[l0]\n\t"                                                      \
    "smlad %[l1], %[q], %[t], %[l1]\n\t"                                                      \
    "smlad %[f0], %[p], " w ", %[f0]\n\t"                                                     \
    "smlad %[f1], %[q], " w ", %[f1]\n\t"
#define QN_QUAD_2X2 "ldrd %[w0], %[w1], [%[w]], #8\n\t" QN_HALF_2X2("%[w0]") QN_HALF_2X2("%[w1]")

#define QN_LOOP_2X2(text, until)                                                                                              \
    __asm__ volatile("1:\n\t" text "cmp %[a], %[end]\n\tbne 1b"                                                              \
                     : [a] "+r"(at), [w] "+r"(filter), [l0] "+r"(l0), [l1] "+r"(l1), [f0] "+r"(f0), [f1] "+r"(f1), [p] "=&r"(p), \
                       [q] "=&r"(q), [w0] "=&r"(w0), [w1] "=&r"(w1), [t] "=&r"(t)                                             \
                     : [end] "r"(until)                                                                                       \
                     : "cc", "memory")

/* A quad at a time up to `end`, at least one. */
static inline void qn_dot_2x2_rolled(const uint32_t **a, const uint32_t **w, const uint32_t *end, int32_t low[2], int32_t full[2])
{
    const uint32_t *at = *a, *filter = *w;
    int32_t l0 = low[0], l1 = low[1], f0 = full[0], f1 = full[1];
    uint32_t p, q, w0, w1, t;
    QN_LOOP_2X2(QN_QUAD_2X2, end);
    *a = at;
    *w = filter;
    low[0] = l0;
    low[1] = l1;
    full[0] = f0;
    full[1] = f1;
}

static inline void qn_dot_2x2(const uint32_t **a, const uint32_t **w, const uint32_t *unrolled, const uint32_t *end, int32_t low[2], int32_t full[2])
{
    if (*a != unrolled) {
        const uint32_t *at = *a, *filter = *w;
        int32_t l0 = low[0], l1 = low[1], f0 = full[0], f1 = full[1];
        uint32_t p, q, w0, w1, t;
        QN_LOOP_2X2(QN_QUAD_2X2 QN_QUAD_2X2 QN_QUAD_2X2 QN_QUAD_2X2, unrolled);
        *a = at;
        *w = filter;
        low[0] = l0;
        low[1] = l1;
        full[0] = f0;
        full[1] = f1;
    }
    if (*a != end) {
        qn_dot_2x2_rolled(a, w, end, low, full);
    }
}

/* ---- one pixel by two channels ---- */

#define QN_HALF_1X2(w)                     \
    "ldr %[p], [%[a]], #8\n\t"             \
    QN_LOW_WEIGHTS " %[t], " w "\n\t"      \
    "smlad %[l], %[p], %[t], %[l]\n\t"     \
    "smlad %[f], %[p], " w ", %[f]\n\t"

static inline void qn_dot_1x2(const uint32_t **a, const uint32_t **w, int32_t quads, int32_t *low, int32_t *full)
{
    const uint32_t *end = *a + 4 * quads;
    uint32_t p, w0, w1, t;
    __asm__ volatile("1:\n\tldrd %[w0], %[w1], [%[w]], #8\n\t" QN_HALF_1X2("%[w0]") QN_HALF_1X2("%[w1]") "cmp %[a], %[end]\n\tbne 1b"
                     : [a] "+r"(*a), [w] "+r"(*w), [l] "+r"(*low), [f] "+r"(*full), [p] "=&r"(p), [w0] "=&r"(w0), [w1] "=&r"(w1), [t] "=&r"(t)
                     : [end] "r"(end)
                     : "cc", "memory");
}

/* ---- one row by four channels, the row in int8 ---- */

#define QN_HALF_1X4(p)                                                                     \
    "ldrd %[w0], %[w1], [%[w]], #8\n\t"                                                    \
    "sxtb16 %[t], %[w0]\n\t"                                                               \
    "smlad %[f0], " p ", %[w0], %[f0]\n\t"                                                 \
    "smlad %[l0], " p ", %[t], %[l0]\n\t"                                                  \
    "sxtb16 %[t], %[w1]\n\t"                                                               \
    "smlad %[f1], " p ", %[w1], %[f1]\n\t"                                                 \
    "smlad %[l1], " p ", %[t], %[l1]\n\t"
#define QN_QUAD_1X4                                                                                              \
    "ldr %[x], [%[a]], #4\n\tsxtb16 %[p], %[x]\n\tsxtb16 %[x], %[x], ror #8\n\t" QN_HALF_1X4("%[p]") QN_HALF_1X4("%[x]")

static inline void qn_dot_1x4(const int8_t **a, const uint32_t **w, int32_t quads, int32_t low[2], int32_t full[2])
{
    const int8_t *at = *a;
    const uint32_t *filter = *w;
    int32_t l0 = low[0], l1 = low[1], f0 = full[0], f1 = full[1];
    const int8_t *end = at + 4 * (quads & ~3);
    uint32_t x, p, w0, w1, t;
    if (at != end) {
        __asm__ volatile("1:\n\t" QN_QUAD_1X4 QN_QUAD_1X4 QN_QUAD_1X4 QN_QUAD_1X4 "cmp %[a], %[end]\n\tbne 1b"
                         : [a] "+r"(at), [w] "+r"(filter), [l0] "+r"(l0), [l1] "+r"(l1), [f0] "+r"(f0), [f1] "+r"(f1), [x] "=&r"(x),
                           [p] "=&r"(p), [w0] "=&r"(w0), [w1] "=&r"(w1), [t] "=&r"(t)
                         : [end] "r"(end)
                         : "cc", "memory");
    }
    end = *a + 4 * quads;
    if (at != end) {
        __asm__ volatile("1:\n\t" QN_QUAD_1X4 "cmp %[a], %[end]\n\tbne 1b"
                         : [a] "+r"(at), [w] "+r"(filter), [l0] "+r"(l0), [l1] "+r"(l1), [f0] "+r"(f0), [f1] "+r"(f1), [x] "=&r"(x),
                           [p] "=&r"(p), [w0] "=&r"(w0), [w1] "=&r"(w1), [t] "=&r"(t)
                         : [end] "r"(end)
                         : "cc", "memory");
    }
    *a = at;
    *w = filter;
    low[0] = l0;
    low[1] = l1;
    full[0] = f0;
    full[1] = f1;
}

/* acc + high(a) * low(b). */
static inline int32_t qn_multiply_high_low(uint32_t a, uint32_t b, int32_t acc)
{
    int32_t sum;
    __asm__("smlatb %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(acc));
    return sum;
}

/* acc + low(a) * high(b). */
static inline int32_t qn_multiply_low_high(uint32_t a, uint32_t b, int32_t acc)
{
    int32_t sum;
    __asm__("smlabt %0, %1, %2, %3" : "=r"(sum) : "r"(a), "r"(b), "r"(acc));
    return sum;
}

static inline void qn_copy_4(const int8_t *from, int32_t step, int32_t step3, int16_t *to)
{
    uint32_t v0, v1;
    __asm__ volatile("ldrsb %[v0], [%[from]]\n\tldrsb %[v1], [%[from], %[step]]\n\tstrh %[v0], [%[to]]\n\tstrh %[v1], [%[to], #2]\n\t"
                     "ldrsb %[v0], [%[from], %[step], lsl #1]\n\tldrsb %[v1], [%[from], %[step3]]\n\tstrh %[v0], [%[to], #4]\n\tstrh %[v1], [%[to], #6]"
                     : [v0] "=&r"(v0), [v1] "=&r"(v1)
                     : [from] "r"(from), [step] "r"(step), [step3] "r"(step3), [to] "r"(to)
                     : "memory");
}

/* ---- two or four neighbouring outputs of a 3x3 kernel on one channel ---- */

#define QN_TWO_OF_3(w, x)                                                                                           \
    "ldrd %[u], %[v], [%[w], #" w "]\n\tldrd %[x], %[z], [%[at], #" x "]\n\t"                                       \
    "smlad %[a0], %[x], %[u], %[a0]\n\tsmlatb %[a1], %[x], %[u], %[a1]\n\t"                                         \
    "smlabt %[a0], %[z], %[v], %[a0]\n\tsmlad %[a1], %[z], %[v], %[a1]\n\t"
#define QN_FOUR_OF_3(w, x, x2)                                                                                      \
    QN_TWO_OF_3(w, x)                                                                                               \
    "ldr %[x], [%[at], #" x2 "]\n\t"                                                                                \
    "smlad %[a2], %[z], %[u], %[a2]\n\tsmlatb %[a3], %[z], %[u], %[a3]\n\t"                                         \
    "smlabt %[a2], %[x], %[v], %[a2]\n\tsmlad %[a3], %[x], %[v], %[a3]\n\t"
#define QN_TWO_OF_3_STRIDE_2(w, x, x2)                                                                              \
    "ldrd %[u], %[v], [%[w], #" w "]\n\tldrd %[x], %[z], [%[at], #" x "]\n\t"                                       \
    "smlad %[a0], %[x], %[u], %[a0]\n\tsmlabt %[a0], %[z], %[v], %[a0]\n\tldr %[x], [%[at], #" x2 "]\n\t"          \
    "smlad %[a1], %[z], %[u], %[a1]\n\tsmlabt %[a1], %[x], %[v], %[a1]\n\t"
#define QN_FOUR_OF_3_STRIDE_2(w, x, x2, x4)                                                                         \
    "ldrd %[u], %[v], [%[w], #" w "]\n\tldrd %[x], %[z], [%[at], #" x "]\n\t"                                       \
    "smlad %[a0], %[x], %[u], %[a0]\n\tsmlabt %[a0], %[z], %[v], %[a0]\n\tsmlad %[a1], %[z], %[u], %[a1]\n\t"       \
    "ldrd %[x], %[z], [%[at], #" x2 "]\n\t"                                                                         \
    "smlabt %[a1], %[x], %[v], %[a1]\n\tsmlad %[a2], %[x], %[u], %[a2]\n\tsmlabt %[a2], %[z], %[v], %[a2]\n\t"      \
    "smlad %[a3], %[z], %[u], %[a3]\n\tldr %[x], [%[at], #" x4 "]\n\tsmlabt %[a3], %[x], %[v], %[a3]\n\t"

static inline void qn_outputs_4_3x3(const int16_t *at, const uint32_t *w, int32_t acc[4])
{
    uint32_t u, v, x, z;
    __asm__ volatile(QN_FOUR_OF_3("0", "0", "8") QN_FOUR_OF_3("8", "64", "72") QN_FOUR_OF_3("16", "128", "136")
                     : [a0] "+r"(acc[0]), [a1] "+r"(acc[1]), [a2] "+r"(acc[2]), [a3] "+r"(acc[3]), [u] "=&r"(u), [v] "=&r"(v), [x] "=&r"(x), [z] "=&r"(z)
                     : [at] "r"(at), [w] "r"(w)
                     : "memory");
}

static inline void qn_outputs_4_3x3_stride_2(const int16_t *at, const uint32_t *w, int32_t acc[4])
{
    uint32_t u, v, x, z;
    __asm__ volatile(QN_FOUR_OF_3_STRIDE_2("0", "0", "8", "16") QN_FOUR_OF_3_STRIDE_2("8", "64", "72", "80") QN_FOUR_OF_3_STRIDE_2("16", "128", "136", "144")
                     : [a0] "+r"(acc[0]), [a1] "+r"(acc[1]), [a2] "+r"(acc[2]), [a3] "+r"(acc[3]), [u] "=&r"(u), [v] "=&r"(v), [x] "=&r"(x), [z] "=&r"(z)
                     : [at] "r"(at), [w] "r"(w)
                     : "memory");
}

static inline void qn_outputs_2_3x3(const int16_t *at, const uint32_t *w, int32_t acc[2])
{
    uint32_t u, v, x, z;
    __asm__ volatile(QN_TWO_OF_3("0", "0") QN_TWO_OF_3("8", "64") QN_TWO_OF_3("16", "128")
                     : [a0] "+r"(acc[0]), [a1] "+r"(acc[1]), [u] "=&r"(u), [v] "=&r"(v), [x] "=&r"(x), [z] "=&r"(z)
                     : [at] "r"(at), [w] "r"(w)
                     : "memory");
}

static inline void qn_outputs_2_3x3_stride_2(const int16_t *at, const uint32_t *w, int32_t acc[2])
{
    uint32_t u, v, x, z;
    __asm__ volatile(QN_TWO_OF_3_STRIDE_2("0", "0", "8") QN_TWO_OF_3_STRIDE_2("8", "64", "72") QN_TWO_OF_3_STRIDE_2("16", "128", "136")
                     : [a0] "+r"(acc[0]), [a1] "+r"(acc[1]), [u] "=&r"(u), [v] "=&r"(v), [x] "=&r"(x), [z] "=&r"(z)
                     : [at] "r"(at), [w] "r"(w)
                     : "memory");
}

/* ---- with output: int8 by saturation, factors {bias, M, addend, s} ---- */

/* An accumulator to int8, in place. */
#define QN_TO_INT8(acc, M, addend, s) "smmla " acc ", " acc ", " M ", " addend "\n\tasr " acc ", " acc ", " s "\n\tssat " acc ", #8, " acc "\n\t"

#define QN_PIXEL_STEP(x, w) "sxtb16 %[t], " w "\n\tsmlad %[l], " x ", %[t], %[l]\n\tsmlad %[f], " x ", " w ", %[f]\n\t"

static inline int8_t *qn_outputs_of_8(const uint32_t x[4], const uint32_t *w, const int32_t *requant, const int32_t *last, int8_t *y)
{
    uint32_t l, f, w0, w1, t;
    __asm__ volatile("1:\n\tldrd %[w0], %[w1], [%[w]], #8\n\tldr %[l], [%[rq]]\n\tmov %[f], %[l]\n\t"
                     QN_PIXEL_STEP("%[x0]", "%[w0]") QN_PIXEL_STEP("%[x1]", "%[w1]")
                     "ldrd %[w0], %[w1], [%[w]], #8\n\t"
                     QN_PIXEL_STEP("%[x2]", "%[w0]") QN_PIXEL_STEP("%[x3]", "%[w1]")
                     "sub %[f], %[f], %[l]\n\tldrd %[w0], %[w1], [%[rq], #4]\n\tsmmla %[l], %[l], %[w0], %[w1]\n\t"
                     "ldrd %[t], %[w0], [%[rq], #12]\n\tadd %[f], %[w0], %[f], asr #8\n\t"
                     "asr %[l], %[l], %[t]\n\tssat %[l], #8, %[l]\n\tstrb %[l], [%[y]], #1\n\t"
                     "ldrd %[w0], %[w1], [%[rq], #20]\n\tldr %[t], [%[rq], #28]\n\tadd %[rq], #32\n\t"
                     QN_TO_INT8("%[f]", "%[w0]", "%[w1]", "%[t]")
                     "strb %[f], [%[y]], #1\n\tldr %[t], %[last]\n\tcmp %[rq], %[t]\n\tbne 1b"
                     : [w] "+r"(w), [rq] "+r"(requant), [y] "+r"(y), [l] "=&r"(l), [f] "=&r"(f), [w0] "=&r"(w0), [w1] "=&r"(w1), [t] "=&r"(t)
                     : [x0] "r"(x[0]), [x1] "r"(x[1]), [x2] "r"(x[2]), [x3] "r"(x[3]), [last] "m"(last)
                     : "cc", "memory");
    return y;
}

#define QN_FOURS_OF_3(rows, columns)                                                                                                  \
    "1:\n\tldr %[a0], [%[w], #24]\n\tmov %[a1], %[a0]\n\tmov %[a2], %[a0]\n\tmov %[a3], %[a0]\n\t" rows                            \
    "ldrd %[u], %[v], [%[w], #28]\n\tldrd %[x], %[z], [%[w], #36]\n\t"                                                              \
    QN_TO_INT8("%[a0]", "%[u]", "%[v]", "%[x]") "strb %[a0], [%[y]]\n\t"                                                            \
    QN_TO_INT8("%[a1]", "%[u]", "%[v]", "%[x]") "strb %[a1], [%[y], %[z]]\n\tadd %[y], %[y], %[z], lsl #1\n\t"                      \
    QN_TO_INT8("%[a2]", "%[u]", "%[v]", "%[x]") "strb %[a2], [%[y]]\n\t"                                                            \
    QN_TO_INT8("%[a3]", "%[u]", "%[v]", "%[x]") "strb %[a3], [%[y], %[z]]\n\tadd %[y], %[y], %[z], lsl #1\n\t"                      \
    "add %[at], #" columns "\n\tsubs %[left], #4\n\tbge 1b"

#define QN_FOURS_OPERANDS                                                                                                         \
    : [a0] "=&r"(a0), [a1] "=&r"(a1), [a2] "=&r"(a2), [a3] "=&r"(a3), [u] "=&r"(u), [v] "=&r"(v), [x] "=&r"(x), [z] "=&r"(z),       \
      [at] "+r"(*at), [y] "+r"(y), [left] "+r"(fours)                                                                             \
    : [w] "r"(w)                                                                                                                  \
    : "cc", "memory"

static inline int8_t *qn_fours_3x3(const int16_t **at, const uint32_t *w, int8_t *y, int32_t count)
{
    uint32_t a0, a1, a2, a3, u, v, x, z;
    int32_t fours = count - 4;
    __asm__ volatile(QN_FOURS_OF_3(QN_FOUR_OF_3("0", "0", "8") QN_FOUR_OF_3("8", "64", "72") QN_FOUR_OF_3("16", "128", "136"), "8") QN_FOURS_OPERANDS);
    return y;
}

static inline int8_t *qn_fours_3x3_stride_2(const int16_t **at, const uint32_t *w, int8_t *y, int32_t count)
{
    uint32_t a0, a1, a2, a3, u, v, x, z;
    int32_t fours = count - 4;
    __asm__ volatile(QN_FOURS_OF_3(QN_FOUR_OF_3_STRIDE_2("0", "0", "8", "16") QN_FOUR_OF_3_STRIDE_2("8", "64", "72", "80")
                                   QN_FOUR_OF_3_STRIDE_2("16", "128", "136", "144"), "16") QN_FOURS_OPERANDS);
    return y;
}

#endif
