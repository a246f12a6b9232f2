import { describe, expect, it } from 'vitest';
import type { PlannedProgram, Program } from '../../src/kernels/program.ts';
import { lowerBound, placeItems } from '../../src/plan/arena.ts';
import { checkPlan } from '../../src/plan/check.ts';
import { planProgram } from '../../src/plan/plan.ts';

/** A chain of element-wise sums over buffers of the given sizes: call i reads i and i, writes i + 1. */
function chain(sizes: readonly number[]): Program {
  const params = { count: 1, out_min: 0, out_max: 1 };
  return {
    units: [{ name: 'u', op: 'Add', onnxNodes: ['u'], precision: 'float', macs: 0, outputShape: [1] }],
    calls: sizes.slice(1).map((_, i) => ({
      unit: 0, kernel: 'max_pool_s8', isa: 'portable', params, scratchBytes: 0,
      operands: [{ kind: 'buffer' as const, id: i, byteOffset: 0 }, { kind: 'buffer' as const, id: i + 1, byteOffset: 0 }],
    })),
    buffers: sizes.map((bytes, id) => ({ id, name: `b${id}`, dtype: 'i8', shape: [bytes], bytes })),
    constants: [],
    inputs: [{ name: 'x', buffer: 0 }],
    outputs: [{ name: 'y', buffer: sizes.length - 1 }],
  };
}

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

describe('plan', () => {
  it('needs no more than the two largest neighbours of a chain', () => {
    const plan = planProgram(chain([64, 512, 256, 1024, 16]));
    expect(plan.arenaBytes).toBe(1280);
    expect(plan.lowerBoundBytes).toBe(1280);
  });

  it('is the same every time, and quick for 500 calls', () => {
    const next = random(3);
    const sizes = Array.from({ length: 501 }, () => 16 + Math.floor(next() * 5000));
    const begun = performance.now();
    const plan = planProgram(chain(sizes));
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(planProgram(chain(sizes))).toEqual(plan);
  });

  it('never places two items together that are alive together, and stays near the bound', () => {
    const next = random(9);
    for (let round = 0; round < 200; round++) {
      const items = Array.from({ length: 2 + Math.floor(next() * 25) }, () => {
        const start = Math.floor(next() * 30);
        return { bytes: 1 + Math.floor(next() * 300), start, end: start + Math.floor(next() * 8) };
      });
      const { offsets, bytes } = placeItems(items);
      items.forEach((a, i) => items.forEach((b, k) => {
        if (i === k || a.start > b.end || b.start > a.end) return;
        const [p = 0, q = 0] = [offsets[i], offsets[k]];
        expect(p + a.bytes <= q || q + b.bytes <= p).toBe(true);
      }));
      expect(bytes).toBeGreaterThanOrEqual(lowerBound(items));
      expect(bytes).toBeLessThanOrEqual(1.3 * lowerBound(items) + 64);
    }
  });
});

describe('check', () => {
  const plan = planProgram(chain([64, 64, 64, 64]));
  const broken: readonly (readonly [string, Partial<PlannedProgram>])[] = [
    ['an input under the output of the same call', { offsets: [0, 0, 64, 0] }],
    ['a buffer outside the arena', { offsets: [0, 64, plan.arenaBytes, 64] }],
    ['a buffer that is not aligned', { offsets: [0, 65, 0, 64] }],
    ['scratch over an operand', { calls: plan.calls.map((c) => ({ ...c, scratchBytes: 16 })) }],
  ];

  it('accepts what the planner made', () => {
    expect(() => checkPlan(plan)).not.toThrow();
  });

  it.each(broken)('refuses %s', (_, change) => {
    expect(() => checkPlan({ ...plan, ...change })).toThrow(/QT9001/);
  });

  it('refuses an output that a later call overwrites', () => {
    const program = chain([64, 64, 64]);
    const early = { ...planProgram(program), outputs: [{ name: 'y', buffer: 1 }], offsets: [0, 64, 64] };
    expect(() => checkPlan(early)).toThrow(/QT9001/);
  });
});
