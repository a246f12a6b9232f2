// The catalogue against the C headers: size, order, offset and type of every field of every params struct, on 32- and 64-bit targets;
// and the headers as C++11. The check is done by the compiler, on a generated file of assertions.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KernelDef } from '../../src/kernels/kernel-def.ts';
import { KERNELS } from '../../src/kernels/index.gen.ts';
import { INCLUDES, WARNINGS, ZIG, buildFolder, compile } from './kernel-build.ts';

const TARGETS = ['thumb-freestanding-eabi', 'aarch64-linux-musl', 'wasm32-freestanding'];

function assertions({ name, params }: KernelDef): string[] {
  const struct = `qn_${name}_params`;
  const claim = (what: string, holds: string): string => `typedef char ${name}_${what}[(${holds}) ? 1 : -1];`;
  return [
    claim('size', `sizeof(${struct}) == ${4 * params.length}`),
    ...params.map((field, i) => claim(`at_${field.name}`, `offsetof(${struct}, ${field.name}) == ${4 * i}`)),
    ...params.map((field) => {
      const type = field.type === 'i32' ? 'int32_t' : 'float';
      return `const ${type} *${name}_type_${field.name}(const ${struct} *p);\nconst ${type} *${name}_type_${field.name}(const ${struct} *p) { return &p->${field.name}; }`;
    }),
  ];
}

describe('params structs', () => {
  const folder = buildFolder('layout');
  const source = path.join(folder, 'layout.c');
  writeFileSync(source, ['#include <stddef.h>', '#include "qn.h"', ...KERNELS.flatMap(assertions), ''].join('\n'));

  it.each(TARGETS)('have the layout of their records on %s', (target) => {
    compile(ZIG, ['-target', target, ...WARNINGS, ...INCLUDES, '-c', '-o', path.join(folder, `${target}.o`), source]);
  }, 60_000);

  it('fail the check where a record is wrong', () => {
    const wrong = path.join(folder, 'wrong.c');
    const kernel = KERNELS.find((k) => k.params.length > 2);
    if (kernel === undefined) throw new Error('no kernels');
    writeFileSync(wrong, ['#include <stddef.h>', '#include "qn.h"', ...assertions({ ...kernel, params: [...kernel.params].reverse() }), ''].join('\n'));
    expect(() => compile(ZIG, ['-target', 'wasm32-freestanding', ...WARNINGS, ...INCLUDES, '-c', '-o', path.join(folder, 'wrong.o'), wrong])).toThrow();
  }, 60_000);

  it('and prototypes compile as C++11', () => {
    const cxx = path.join(folder, 'header.cpp');
    writeFileSync(cxx, '#include "qn.h"\n#include "qn_mve.h"\n#include "qn_wasm.h"\nint main() { return QN_VERSION >= 0 ? 0 : 1; }\n');
    compile(ZIG, ['-target', 'wasm32-freestanding', '-x', 'c++', '-std=c++11', '-Wall', '-Wextra', '-pedantic', '-Werror', ...INCLUDES, '-c', '-o', path.join(folder, 'header.o'), cxx]);
  }, 60_000);
});
