// Compiler flags that every build of generated code uses, whatever the target. What varies by target is in its target.json.
// Data only; `-ffp-contract=off` is part of the numeric contract, the rest is about size and reproducible objects.

/** Warnings under which runtime and generated code are clean, with gcc and clang. */
export const WARNING_FLAGS: readonly string[] = [
  '-Wall', '-Wextra', '-Wconversion', '-Wsign-conversion', '-Wshadow', '-Wundef', '-Wvla', '-Wcast-align',
  '-Wstrict-prototypes', '-Wmissing-prototypes', '-Wdouble-promotion', '-Werror',
];

export const COMMON_FLAGS: readonly string[] = [
  '-std=c99', '-g0', '-ffp-contract=off', '-fomit-frame-pointer', '-ffunction-sections', '-fdata-sections',
  '-fno-unwind-tables', '-fno-asynchronous-unwind-tables', '-fno-sanitize=all',
];
