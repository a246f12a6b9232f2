/* Infinity as a constant expression, without the C library. */
#ifndef QN_INFINITY_H
#define QN_INFINITY_H

#if defined(__GNUC__) || defined(__clang__)
#define QN_INFINITY __builtin_inff()
#elif defined(__ICCARM__)
#define QN_INFINITY (1.0e30f * 1.0e30f)
#else
#error "define QN_INFINITY for this compiler"
#endif

#endif
