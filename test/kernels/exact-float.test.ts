// What QN_EXACT_FLOAT changes in the code: no fused multiply-add and no float vector instruction on cores whose vector units flush subnormals,
// at the highest optimization and with fusing allowed; builds that cannot be exact are refused.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { KERNELS } from '../../src/kernels/index.gen.ts';
import { symbolOf, usesFloat } from '../../src/kernels/kernel-def.ts';
import { INCLUDES, WARNINGS, ZIG, buildFolder, compile, hasCommand, kernelFiles } from './kernel-build.ts';

const FILES = kernelFiles('portable').filter((file) => KERNELS.some((k) => usesFloat(k) && file.endsWith(`/${k.name}.c`)));
const TIMEOUT = 120_000;

/** What a kernel file makes its core write, where it is not the usual element type: files of one kind can be compiled as one. */
function kindOf(file: string): string {
  return /#define (QN_\w+_OUTPUT)/.exec(readFileSync(file, 'utf8'))?.[1] ?? 'usual';
}

/** Instructions of the float kernels that fuse or compute in vector registers. */
function inexact(name: string, flags: readonly string[]): string[] {
  const folder = buildFolder(`assembly-${name}`);
  return [...new Set(FILES.map(kindOf))].flatMap((kind) => {
    const [source, assembly] = ['c', 's'].map((end) => path.join(folder, `${kind}.${end}`));
    writeFileSync(source ?? '', FILES.filter((file) => kindOf(file) === kind).map((file) => `#include "${file}"\n`).join(''));
    compile(ZIG, [...flags, '-std=c99', '-O3', '-ffp-contract=fast', ...INCLUDES, '-S', source ?? '', '-o', assembly ?? '']);
    const text = readFileSync(assembly ?? '', 'utf8');
    return [...text.matchAll(/^\s+(v\w+\.f(?:32|16)\S*\s+.*\b[qd]\d+.*|v(?:fn?m[as]|n?ml[as])\.f32.*)$/gm)].map(([, line]) => `${kind}: ${line}`);
  });
}

describe('float kernels with QN_EXACT_FLOAT', () => {
  it.each([
    ['cortex-m55', ['-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m55+mve_fp']],
    ['cortex-a7', ['-target', 'arm-freestanding-eabihf', '-mcpu=cortex_a7']],
  ])('hold no fused and no vector float instruction on %s, and would otherwise', (name, flags) => {
    expect(inexact(`${name}-exact`, [...flags, '-DQN_EXACT_FLOAT'])).toEqual([]);
    expect(inexact(name, flags).length).toBeGreaterThan(100);
  }, TIMEOUT);

  it.skipIf(!hasCommand('gcc'))('refuse -ffast-math', () => {
    const build = (flags: readonly string[]): string => spawnSync('gcc', ['-DQN_EXACT_FLOAT', ...flags, ...INCLUDES, '-fsyntax-only', ...FILES], { encoding: 'utf8' }).stderr;
    expect(build(['-O3'])).toBe('');
    expect(build(['-ffast-math'])).toContain('exact float results need a build without -ffast-math');
  });

  it('divide as hardware does where results are subnormal', () => {
    const folder = buildFolder('quotient');
    const [source, program] = [path.join(folder, 'quotient.c'), path.join(folder, 'quotient')];
    writeFileSync(source, `#include "internal/float_quotient.h"
int main(void)
{
    uint32_t state = 1u;
    int32_t i, subnormal = 0;
    for (i = 0; i < 2000000; i++) {
        float a, b, quotient;
        state = state * 1664525u + 1013904223u;
        a = qn_bits_float((int32_t)((state & 0x807FFFFFu) | ((state >> 3) % 60u) << 23));
        state = state * 1664525u + 1013904223u;
        b = qn_bits_float((int32_t)((state & 0x807FFFFFu) | (60u + (state >> 3) % 130u) << 23));
        quotient = a / b;
        if (a != 0.0f && quotient > -2e-38f && quotient < 2e-38f) {
            subnormal++;
            if (qn_float_bits(qn_small_quotient(a, b)) != qn_float_bits(quotient)) {
                return 1;
            }
        }
    }
    return subnormal > 100000 ? 0 : 2;
}
`);
    compile(ZIG, ['-O2', '-fno-sanitize=all', ...WARNINGS, ...INCLUDES, source, '-o', program]);
    expect(spawnSync(program).status).toBe(0);
  }, TIMEOUT);
});

describe('variants of float kernels', () => {
  it('of the executor are exact: its outputs are the golden bytes of exact networks', () => {
    expect(KERNELS.filter(usesFloat).flatMap((k) => k.variants.filter((v) => v.isa === 'wasm' && v.exactFloat !== true).map((v) => symbolOf(k.name, v.isa)))).toEqual([]);
  });
});
