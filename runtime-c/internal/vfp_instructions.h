/* The loops of vfp_emulated.h, which says what they compute, by inline assembly: compilers do not load several registers at once.
 * Included by vfp.h only. */
#ifndef QN_INTERNAL_VFP_INSTRUCTIONS_H
#define QN_INTERNAL_VFP_INSTRUCTIONS_H

/* Fused where qn_fmaf is; else product and sum are rounded each, by one instruction too. */
#if defined(QN_FUSED_MULTIPLY_ADD)
#define QN_MAC "vfma.f32 "
#else
#define QN_MAC "vmla.f32 "
#endif

#define QN_S0_TO_S7 "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"
#define QN_S8_TO_S15 "s8", "s9", "s10", "s11", "s12", "s13", "s14", "s15"
#define QN_S16_TO_S23 "s16", "s17", "s18", "s19", "s20", "s21", "s22", "s23"
#define QN_S24_TO_S31 "s24", "s25", "s26", "s27", "s28", "s29", "s30", "s31"

/* Element x times eight weights in s24 to s31, into s0 to s7 or s8 to s15. */
#define QN_EIGHT_LOW(x)                                                                                                     \
    QN_MAC "s0, " x ", s24\n\t" QN_MAC "s1, " x ", s25\n\t" QN_MAC "s2, " x ", s26\n\t" QN_MAC "s3, " x ", s27\n\t"          \
    QN_MAC "s4, " x ", s28\n\t" QN_MAC "s5, " x ", s29\n\t" QN_MAC "s6, " x ", s30\n\t" QN_MAC "s7, " x ", s31\n\t"
#define QN_EIGHT_HIGH(x)                                                                                                    \
    QN_MAC "s8, " x ", s24\n\t" QN_MAC "s9, " x ", s25\n\t" QN_MAC "s10, " x ", s26\n\t" QN_MAC "s11, " x ", s27\n\t"        \
    QN_MAC "s12, " x ", s28\n\t" QN_MAC "s13, " x ", s29\n\t" QN_MAC "s14, " x ", s30\n\t" QN_MAC "s15, " x ", s31\n\t"
#define QN_WEIGHTS "vldmia %[w]!, {s24-s31}\n\t"

static inline void qn_vfp_dot_1x8(const float *a, const float *w, int32_t length, const float *bias, float acc[8])
{
    int32_t fours = length >> 2, rest = length & 3;
    __asm__ volatile("vldmia %[bias], {s0-s7}\n\tcmp %[fours], #0\n\tbeq 2f\n\t"
                     "1:\n\tvldmia %[a]!, {s16-s19}\n\t" QN_WEIGHTS QN_EIGHT_LOW("s16") QN_WEIGHTS QN_EIGHT_LOW("s17")
                     QN_WEIGHTS QN_EIGHT_LOW("s18") QN_WEIGHTS QN_EIGHT_LOW("s19") "subs %[fours], #1\n\tbne 1b\n\t"
                     "2:\n\tcmp %[rest], #0\n\tbeq 4f\n\t"
                     "3:\n\tvldmia %[a]!, {s16}\n\t" QN_WEIGHTS QN_EIGHT_LOW("s16") "subs %[rest], #1\n\tbne 3b\n\t"
                     "4:\n\tvstmia %[acc], {s0-s7}"
                     : [a] "+r"(a), [w] "+r"(w), [fours] "+r"(fours), [rest] "+r"(rest)
                     : [bias] "r"(bias), [acc] "r"(acc)
                     : "cc", "memory", QN_S0_TO_S7, "s16", "s17", "s18", "s19", QN_S24_TO_S31);
}

static inline void qn_vfp_dot_2x8(const float *a0, const float *a1, const float *w, int32_t length, const float *bias, float acc[16])
{
    int32_t twos = length >> 1, rest = length & 1;
    __asm__ volatile("vldmia %[bias], {s0-s7}\n\tvldmia %[bias], {s8-s15}\n\tcmp %[twos], #0\n\tbeq 2f\n\t"
                     "1:\n\tvldmia %[a0]!, {s16-s17}\n\tvldmia %[a1]!, {s18-s19}\n\t"
                     QN_WEIGHTS QN_EIGHT_LOW("s16") QN_EIGHT_HIGH("s18") QN_WEIGHTS QN_EIGHT_LOW("s17") QN_EIGHT_HIGH("s19")
                     "subs %[twos], #1\n\tbne 1b\n\t"
                     "2:\n\tcmp %[rest], #0\n\tbeq 3f\n\t"
                     "vldmia %[a0]!, {s16}\n\tvldmia %[a1]!, {s18}\n\t" QN_WEIGHTS QN_EIGHT_LOW("s16") QN_EIGHT_HIGH("s18")
                     "3:\n\tvstmia %[acc], {s0-s15}"
                     : [a0] "+r"(a0), [a1] "+r"(a1), [w] "+r"(w), [twos] "+r"(twos)
                     : [rest] "r"(rest), [bias] "r"(bias), [acc] "r"(acc)
                     : "cc", "memory", QN_S0_TO_S7, QN_S8_TO_S15, "s16", "s17", "s18", "s19", QN_S24_TO_S31);
}

/* What the loops below read as they go: taps of a row, bytes from behind a row to the next. */
typedef struct qn_vfp_plan {
    int32_t columns;
    int32_t x_gap;
    int32_t w_gap;
    float *to;
    float min;
} qn_vfp_plan;

#define QN_VFP_TAP                                                                                                                       \
    "vldmia %[x], {s16-s23}\n\tvldmia %[w], {s24-s31}\n\tadd %[x], %[x], %[x_step]\n\tadd %[w], %[w], %[w_step]\n\t" QN_MAC "s0, s16, s24\n\t"  \
    QN_MAC "s1, s17, s25\n\t" QN_MAC "s2, s18, s26\n\t" QN_MAC "s3, s19, s27\n\t" QN_MAC "s4, s20, s28\n\t" QN_MAC "s5, s21, s29\n\t"        \
    QN_MAC "s6, s22, s30\n\t" QN_MAC "s7, s23, s31\n\t"
#define QN_VFP_RAISE(r) "vcmp.f32 " r ", s8\n\tvmrs APSR_nzcv, fpscr\n\tit mi\n\tvmovmi.f32 " r ", s8\n\t"

/* Nothing but rows = 1 where a sum is not finite (the exponent of their sum is all ones); else clamped from below, stored, and rows = 0. */
#define QN_VFP_OUT_FROM                                                                                                               \
    "vadd.f32 s8, s0, s1\n\tvadd.f32 s16, s2, s3\n\tvadd.f32 s17, s4, s5\n\tvadd.f32 s18, s6, s7\n\tvadd.f32 s8, s8, s16\n\t"              \
    "vadd.f32 s17, s17, s18\n\tvadd.f32 s8, s8, s17\n\tvsub.f32 s8, s8, s8\n\tvcmp.f32 s8, #0.0\n\tvmrs APSR_nzcv, fpscr\n\t"               \
    "mov %[rows], #1\n\tbne 9f\n\t"                                                                                                      \
    "vldr s8, [%[plan], #16]\n\t" QN_VFP_RAISE("s0") QN_VFP_RAISE("s1") QN_VFP_RAISE("s2") QN_VFP_RAISE("s3") QN_VFP_RAISE("s4")          \
    QN_VFP_RAISE("s5") QN_VFP_RAISE("s6") QN_VFP_RAISE("s7") "vstmia %[t], {s0-s7}\n\tmov %[rows], #0\n\t9:"

/* The sums of eight channels of a window into s0 to s7; rows of three taps without a loop. */
#define QN_VFP_WINDOW                                                                                                              \
    "vldmia %[t], {s0-s7}\n\t"                                                                                                     \
    "1:\n\tldr %[t], [%[plan]]\n\tcmp %[t], #3\n\tbne 2f\n\t" QN_VFP_TAP QN_VFP_TAP "mov %[t], #1\n\t"                               \
    "2:\n\t" QN_VFP_TAP "subs %[t], #1\n\tbne 2b\n\t"                                                                              \
    "ldr %[t], [%[plan], #4]\n\tadd %[x], %[x], %[t]\n\tldr %[t], [%[plan], #8]\n\tadd %[w], %[w], %[t]\n\tsubs %[rows], #1\n\tbne 1b\n\t" \
    "ldr %[t], [%[plan], #12]\n\t"
#define QN_VFP_WINDOW_OPERANDS                                                              \
    : [x] "+r"(x), [w] "+r"(w), [rows] "+r"(rows), [t] "+r"(t)                              \
    : [plan] "r"(&plan), [x_step] "r"(x_step), [w_step] "r"(w_step)                         \
    : "cc", "memory", QN_S0_TO_S7, "s8", QN_S16_TO_S23, QN_S24_TO_S31

static inline void qn_vfp_window_8(const float *x, const float *w, const qn_depthwise_window *window, const float *bias, float acc[8])
{
    const qn_vfp_plan plan = {window->columns, 4 * window->x_gap, 4 * window->w_gap, acc, 0.0f};
    const int32_t x_step = 4 * window->x_step, w_step = 4 * window->w_step;
    int32_t rows = window->rows;
    const float *t = bias;
    __asm__ volatile(QN_VFP_WINDOW "vstmia %[t], {s0-s7}" QN_VFP_WINDOW_OPERANDS);
}

static inline int qn_vfp_window_8_from(const float *x, const float *w, const qn_depthwise_window *window, const float *bias, float min, float y[8])
{
    const qn_vfp_plan plan = {window->columns, 4 * window->x_gap, 4 * window->w_gap, y, min};
    const int32_t x_step = 4 * window->x_step, w_step = 4 * window->w_step;
    int32_t rows = window->rows;
    const float *t = bias;
    if (rows == 3 && plan.columns == 3 && plan.w_gap == 0) {
        __asm__ volatile("vldmia %[t], {s0-s7}\n\tldr %[t], [%[plan], #4]\n\t" QN_VFP_TAP QN_VFP_TAP QN_VFP_TAP "add %[x], %[x], %[t]\n\t"
                         QN_VFP_TAP QN_VFP_TAP QN_VFP_TAP "add %[x], %[x], %[t]\n\t" QN_VFP_TAP QN_VFP_TAP QN_VFP_TAP "ldr %[t], [%[plan], #12]\n\t" QN_VFP_OUT_FROM
                         QN_VFP_WINDOW_OPERANDS);
    } else {
        __asm__ volatile(QN_VFP_WINDOW QN_VFP_OUT_FROM QN_VFP_WINDOW_OPERANDS);
    }
    return rows == 0;
}

static inline void qn_vfp_copy(float *to, const float *from, int32_t count)
{
    int32_t eights = count >> 3, rest = count & 7;
    if (eights > 0) {
        __asm__ volatile("1:\n\tvldmia %[from]!, {s0-s7}\n\tsubs %[eights], #1\n\tvstmia %[to]!, {s0-s7}\n\tbne 1b"
                         : [from] "+r"(from), [to] "+r"(to), [eights] "+r"(eights)
                         :
                         : "cc", "memory", QN_S0_TO_S7);
    }
    QN_NO_UNROLL
    for (; rest > 0; rest--) {
        *to++ = *from++;
    }
}

#endif
