import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { type ChoiceInput, chooseRanges, heldOutOf } from '../../src/quantize/range-choice.ts';
import type { Range, Ranges } from '../../src/quantize/scales.ts';
import { DEFAULT_SCHEME } from '../../src/quantize/scheme.ts';
import { npyBytes } from '../support/data-files.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-choice-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const SAMPLES = 40;
const FEATURES = 4;

/** y = clip(x W): the third feature is large and weighs nothing. */
function input(values: Float32Array, measured: (ranges: Ranges) => number, more: Partial<ChoiceInput> = {}): ChoiceInput & { readonly seen: number[][] } {
  const b = new GraphBuilder();
  b.input('x', [1, FEATURES]);
  b.node('Gemm', ['x', b.constant('w', [1, FEATURES], [1, 1, 0, 1])], { transB: 1 }, 'y');
  const graph = runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
  const path = join(FOLDER, 'x.npy');
  writeFileSync(path, npyBytes('<f4', [SAMPLES, FEATURES], values));
  const seen: number[][] = [];
  return {
    graph, ranges: new Map([['x', { min: -10, max: 10 }], ['y', { min: -3, max: 3 }]]), float: planProgram(lowerGraph(graph, { registry: REGISTRY, isa: ['wasm', 'portable'] })),
    scheme: DEFAULT_SCHEME, dataSet: { path, inputs: [{ name: 'x', dtype: 'f32', shape: [1, FEATURES] }] }, samples: SAMPLES, inputsKnown: false, seen,
    refined: (heldOut) => new Map([['x', { min: -10, max: 10 }], ['y', { min: heldOut.size === 10 ? -1 : -2, max: 1 }]]),
    measure: (ranges, samples) => {
      seen.push([...samples]);
      return Promise.resolve(measured(ranges));
    },
    ...more,
  };
}

const rangeOf = (ranges: Ranges, id: string): Range => ranges.get(id) ?? { min: 0, max: 0 };
const noisy = randomFloats(SAMPLES * FEATURES, 5).map((v, i) => (i % FEATURES === 2 ? 10 * v : v));

describe('the choice of ranges', () => {
  it('takes the rule that measures better on samples that are held out, with all samples', async () => {
    const better = await chooseRanges(input(noisy, (r) => (rangeOf(r, 'y').min === -1 ? 30 : 20), { inputsKnown: true }));
    expect([better.observer, rangeOf(better.ranges, 'y')]).toEqual(['output', { min: -2, max: 1 }]);
    const worse = await chooseRanges(input(noisy, (r) => (rangeOf(r, 'y').max === 1 ? 20.5 : 20), { inputsKnown: true }));
    expect([worse.observer, rangeOf(worse.ranges, 'y')]).toEqual(['expected', { min: -3, max: 3 }]);
  });

  it('leaves out the rule that is no candidate', async () => {
    const given = input(noisy, (r) => (rangeOf(r, 'y').min === -1 ? 30 : 20), { inputsKnown: true, refined: null });
    expect((await chooseRanges(given)).observer).toBe('expected');
    expect(given.seen).toEqual([]);
  });

  it('searches the ranges of inputs, and takes what it finds where that measures better', async () => {
    const given = input(noisy, (r) => 30 - rangeOf(r, 'x').max);
    const { ranges } = await chooseRanges(given);
    expect(rangeOf(ranges, 'x').max).toBeLessThan(5);
    expect(given.seen.map((s) => s.length)).toEqual([10, 10, 40, 40]);
    const kept = await chooseRanges(input(noisy, () => 30));
    expect(rangeOf(kept.ranges, 'x')).toEqual({ min: -10, max: 10 });
  });

  it('finds the grid that inputs lie on', async () => {
    const { ranges } = await chooseRanges(input(noisy.map((v) => 0.5 * Math.round(10 * v)), (r) => (rangeOf(r, 'x').max === 10 ? 20 : 40)));
    const { min, max } = rangeOf(ranges, 'x');
    expect(max - min).toBeCloseTo(0.5 * 255, 6);
  });

  it('stays with the expected error where samples are few or the network is large', async () => {
    const few = input(noisy, () => 0, { samples: 20 });
    expect(await chooseRanges(few)).toEqual({ ranges: few.ranges, observer: 'expected' });
    expect(few.seen).toEqual([]);
    expect(heldOutOf(100, 1e6)).toHaveLength(25);
    expect(heldOutOf(100, 3e8)).toHaveLength(13);
    expect(heldOutOf(1000, 1e9)).toEqual([]);
  });
});
