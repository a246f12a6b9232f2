/* Hints to the compiler; results do not depend on them.
 * QN_NO_UNROLL before a loop of few iterations, QN_SCALAR where vectors would make it longer too; QN_UNROLL before one of constant count over registers; QN_BLOCK for inner functions that
 * must keep their registers to themselves, which constants may make unnecessary: with QN_CONSTANT_SHAPES the compiler decides; QN_INLINE for inner functions whose constant arguments choose the code; QN_KEEP(pointer) stops
 * the compiler from turning a stepped pointer into several derived ones, for which Thumb has no registers. */
#ifndef QN_INTERNAL_CODEGEN_H
#define QN_INTERNAL_CODEGEN_H

#if defined(__clang__)
#define QN_NO_UNROLL _Pragma("clang loop unroll(disable)")
#define QN_SCALAR _Pragma("clang loop unroll(disable) vectorize(disable)")
#define QN_UNROLL _Pragma("clang loop unroll(full)")
#elif defined(__GNUC__) && __GNUC__ >= 8
#define QN_NO_UNROLL _Pragma("GCC unroll 1")
#define QN_SCALAR QN_NO_UNROLL
#define QN_UNROLL _Pragma("GCC unroll 16")
#else
#define QN_NO_UNROLL
#define QN_SCALAR
#define QN_UNROLL
#endif

#if defined(__GNUC__) || defined(__clang__)
#if defined(QN_CONSTANT_SHAPES)
#define QN_BLOCK static __attribute__((unused))
#else
#define QN_BLOCK static __attribute__((noinline, unused))
#endif
#define QN_INLINE static inline __attribute__((always_inline, unused))
#define QN_KEEP(pointer) __asm__("" : "+r"(pointer))
#else
#define QN_BLOCK static
#define QN_INLINE static inline
#define QN_KEEP(pointer) (void)(pointer)
#endif

/* Moves a pointer on, and keeps it one. */
#define QN_STEP(pointer, elements)  \
    do {                            \
        (pointer) += (elements);    \
        QN_KEEP(pointer);           \
    } while (0)

#endif
