// The runtime's float functions against double precision, over wide ranges and at the edges of their domains; errors in units of the last place.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { roundHalfEven } from '../../src/numeric/rounding.ts';
import { erf, gelu, power, softplus } from '../../src/numeric/special-functions.ts';
import { random } from '../kernels/cases/kernel-case.ts';
import { INCLUDES, ZIG, buildFolder, compile } from '../kernels/kernel-build.ts';

/** In the order of float-math-driver.c: the function, its largest error in ulp, and where it is tried. */
const UNARY: readonly (readonly [name: string, exact: (x: number) => number, ulp: number, within?: readonly [number, number]])[] = [
  ['sqrt', Math.sqrt, 0.5], ['sqrt by digits', Math.sqrt, 0.5], ['log', Math.log, 1.2], ['log1p', Math.log1p, 2], ['sin', Math.sin, 3], ['cos', Math.cos, 3], ['tan', Math.tan, 4],
  ['asin', Math.asin, 3], ['acos', Math.acos, 3], ['atan', Math.atan, 3], ['expm1', Math.expm1, 3.5, [-87, 88]], ['sinh', Math.sinh, 4, [-89.4, 89.4]], ['cosh', Math.cosh, 4, [-89.4, 89.4]],
  ['asinh', Math.asinh, 4], ['acosh', Math.acosh, 4], ['atanh', Math.atanh, 5], ['erf', erf, 2], ['floor', Math.floor, 0], ['ceil', Math.ceil, 0], ['round', roundHalfEven, 0],
  ['softplus', softplus, 4, [-80, 1e30]], ['mish', (x) => x * Math.tanh(softplus(x)), 6, [-30, 1e30]], ['gelu', gelu, 0, [0, 0]], ['gelu by tanh', (x) => gelu(x, true), 40, [-5, 1e30]],
];
const RESULTS = UNARY.length + 2;
const EDGES = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 8388607.5, 8388608, -4194304.5, 1e-40, -1e-40, 1.17549435e-38, 3.4e38, -3.4e38, Infinity, -Infinity, NaN, 0.875, 4, 0.7071068, 1.4142135, Math.PI / 4, Math.PI / 2, Math.PI, 16777215, 1e-4];

/** Pairs: edges with edges, numbers of every magnitude, numbers in narrow ranges, pairs whose power is finite. */
function pairs(): Float32Array {
  const next = random(11);
  const list = EDGES.flatMap((x) => EDGES.flatMap((y) => [x, y]));
  for (let i = 0; i < 200_000; i++) {
    const x = (next() < 0.5 ? -1 : 1) * (i % 2 === 0 ? 2 ** (next() * 250 - 125) : next() * [1, 4, 90, 1000][i % 4 === 1 ? 0 : (i >> 2) % 4]);
    const y = i % 3 === 0 ? Math.round(next() * 40 - 20) : ((next() - 0.5) * 240) / Math.log2(Math.abs(x) + 1e-30);
    list.push(x, y);
  }
  return Float32Array.from(list);
}

/** Distance in units of the last place of the exact value; subnormal numbers have that of the smallest normal one. */
function ulps(got: number, exact: number): number {
  const rounded = Math.fround(exact);
  if (Object.is(got, rounded) || (got === rounded && got === 0) || got === rounded) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(rounded)) return Infinity;
  return Math.abs(got - exact) / 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(exact)))) - 23);
}

describe('float functions in C', () => {
  const inputs = pairs();
  let results = new Float32Array();

  beforeAll(() => {
    const folder = buildFolder('float-math');
    const [program, input, output] = ['program', 'inputs.bin', 'outputs.bin'].map((name) => path.join(folder, name));
    compile(ZIG, ['-std=c99', '-O2', '-fno-sanitize=all', '-ffp-contract=off', '-DQN_EXACT_FLOAT', ...INCLUDES, '-o', program ?? '', path.join(import.meta.dirname, 'float-math-driver.c')]);
    writeFileSync(input ?? '', inputs);
    execFileSync(program ?? '', [input ?? '', output ?? '']);
    results = new Float32Array(new Uint8Array(readFileSync(output ?? '')).buffer);
  }, 60_000);

  function worst(index: number, ulpsOf: (x: number, y: number, got: number) => number): { readonly error: number; readonly at: string } {
    let [error, at] = [0, ''];
    for (let i = 0; i < inputs.length / 2; i++) {
      const [x, y, got] = [inputs[2 * i] ?? 0, inputs[2 * i + 1] ?? 0, results[i * RESULTS + index] ?? 0];
      const own = ulpsOf(x, y, got);
      if (own > error) [error, at] = [own, `${x}, ${y}: ${got}`];
    }
    return { error, at };
  }

  it.each(UNARY.map(([name, exact, ulp, within = [-Infinity, Infinity]], i) => ({ name, exact, ulp, within, i })))('$name', ({ exact, ulp, within: [low = 0, high = 0], i }) => {
    const { error, at } = worst(i, (x, _y, got) => (x >= low && x <= high ? ulps(got, exact(x)) : 0));
    expect(error, at).toBeLessThanOrEqual(ulp);
  });

  it('gelu, whose error is relative to its argument', () => {
    const { error, at } = worst(22, (x, _y, got) => (Math.abs(x) < 1e30 ? Math.abs(got - gelu(x)) / Math.max(1e-30, Math.abs(x)) : ulps(got, gelu(x))));
    expect(error, at).toBeLessThan(2e-7);
  });

  it('pow', () => {
    const { error, at } = worst(UNARY.length, (x, y, got) => ulps(got, power(x, y)));
    expect(error, at).toBeLessThanOrEqual(1);
  });

  it('the remainder, exactly', () => {
    const { error, at } = worst(UNARY.length + 1, (x, y, got) => (Object.is(got, Math.fround(x % y)) || got === x % y ? 0 : 1));
    expect(error, at).toBe(0);
  });
});
