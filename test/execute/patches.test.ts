import { describe, expect, it } from 'vitest';
import { ActivationObserver } from '../../src/execute/observe.ts';
import { type PatchSpec, columnsOf, joinPatches, takePatches } from '../../src/execute/patches.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { sampledInputs } from '../../src/quantize/sampled-inputs.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

const SPEC: PatchSpec = {
  key: 'k', buffer: 'x', image: [1, 5, 4, 2], kernel: [3, 2], strides: [2, 1], dilations: [1, 2], pads: [1, 0, 1, 1], padValues: [0, 7], output: [3, 3], perSample: 9, every: 1,
};

/** The element that output pixel (row, column) multiplies with tap (ky, kx) of channel c, from the definition. */
function element(x: Float32Array, at: { row: number; column: number; ky: number; kx: number; c: number }): number {
  const [y, z] = [at.row * 2 - 1 + at.ky, at.column + 2 * at.kx];
  return y < 0 || y > 4 || z < 0 || z > 3 ? (SPEC.padValues?.[at.c] ?? 0) : (x[(y * 4 + z) * 2 + at.c] ?? 0);
}

describe('patches', () => {
  it('are what a convolution multiplies, padding included, as [channel][tap]', () => {
    const x = randomFloats(40, 3);
    const expected = Array.from({ length: 9 }, (_, p) => [0, 1].flatMap((c) => [0, 1, 2].flatMap((ky) => [0, 1].map((kx) => element(x, { row: Math.floor(p / 3), column: p % 3, ky, kx, c })))));
    expect([...takePatches(SPEC, x, 4)]).toEqual(expected.flat());
    expect(columnsOf(SPEC)).toBe(12);
  });

  it('come from other pixels in other samples, and from the same in the same', () => {
    const few = { ...SPEC, perSample: 2 };
    const x = randomFloats(40, 3);
    const seen = new Set(Array.from({ length: 9 }, (_, sample) => takePatches(few, x, sample).join()));
    expect(seen.size).toBeGreaterThan(3);
    expect(takePatches(few, x, 5)).toEqual(takePatches(few, x, 5));
  });

  it('are joined in the order of the samples', () => {
    const rows = [2, 0, 1].map((sample) => ({ sample, values: Float32Array.of(sample, sample) }));
    expect(joinPatches(rows, 1)).toEqual({ rows: 6, columns: 1, data: Float32Array.of(0, 0, 1, 1, 2, 2), samples: Int32Array.of(0, 0, 1, 1, 2, 2) });
  });

  it('of a network are gathered while it runs, of its input before units overwrite it', () => {
    const b = new GraphBuilder();
    b.input('x', [2, 3]);
    b.node('Gemm', ['x', b.constant('w', [4, 3])], { transB: 1 }, 'h');
    b.node('Gemm', ['h', b.constant('v', [2, 4])], { transB: 1 }, 'y');
    const graph = runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY });
    const { specs, keys } = sampledInputs(graph, REGISTRY, 2);
    const observer = new ActivationObserver(planProgram(lowerGraph(graph, { registry: REGISTRY, isa: ['wasm', 'portable'] })), loadRuntime(), specs);
    const samples = [1, 2].map((seed) => randomFloats(6, seed));
    samples.forEach((x, i) => observer.run(i, [x], () => `sample ${i}`));
    const rows = observer.patchRows();
    expect(rows.get(keys.get('h') ?? '')).toEqual(samples.map((values, sample) => ({ sample, values })));
    expect(rows.get(keys.get('y') ?? '')?.map((r) => r.values.length)).toEqual([8, 8]);
  });
});
