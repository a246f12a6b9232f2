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

/** A chain of 3x3 depthwise convolutions on 6x5 images of 16 channels, whose outputs may grow over their inputs. */
function convolutions(count: number, isa = 'portable'): Program {
  const params = {
    batch: 1, in_h: 6, in_w: 5, in_c: 16, out_h: 6, out_w: 5, out_c: 16, kernel_h: 3, kernel_w: 3, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 1, pad_left: 1,
    pad_value: 0, pre_shift: 0, out_zero_point: 0, out_min: 0, out_max: 1,
  };
  const program = chain(new Array<number>(count + 1).fill(480));
  const constant = { kind: 'null' as const };
  return { ...program, calls: program.calls.map((call, i) => ({ ...call, kernel: 'depthwise_conv2d_s8', isa, params, operands: [{ kind: 'buffer', id: i, byteOffset: 0 }, constant, constant, { kind: 'buffer', id: i + 1, byteOffset: 0 }] })) };
}

/** 7 pixels of 16 bytes: a row of 5, one before, one that is being written. */
const DISTANCE = 112;

describe('overlapping plan', () => {
  it('lets outputs grow over inputs at the distance that the kernel states', () => {
    const plan = planProgram(convolutions(1));
    expect(plan.offsets).toEqual([DISTANCE, 0]);
    expect(plan.arenaBytes).toBe(480 + DISTANCE);
    expect(plan.lowerBoundBytes).toBe(480 + DISTANCE);
  });

  it('moves down through the arena, until two buffers apart are no larger', () => {
    expect(planProgram(convolutions(3)).arenaBytes).toBe(480 + 3 * DISTANCE);
    expect(planProgram(convolutions(6)).arenaBytes).toBe(960);
  });

  it('keeps an input that is read again', () => {
    const program = convolutions(1);
    expect(planProgram({ ...program, outputs: [...program.outputs, { name: 'x', buffer: 0 }] }).arenaBytes).toBe(960);
  });

  it('is checked against the distance of the variant', () => {
    const plan = planProgram(convolutions(1));
    expect(() => checkPlan({ ...plan, offsets: [DISTANCE - 16, 0] })).toThrow(/QT9001.*over its input/);
    expect(() => checkPlan({ ...plan, offsets: [0, 16] })).toThrow(/QT9001.*over its input/);
    const slice = plan.calls.map((call) => ({ ...call, operands: call.operands.map((o, i) => (i === 3 && o.kind === 'buffer' ? { ...o, byteOffset: 16 } : o)) }));
    expect(() => checkPlan({ ...plan, calls: slice })).toThrow(/QT9001.*over its input/);
  });

  it('never places items nearer than pairs allow', () => {
    const next = random(21);
    for (let round = 0; round < 200; round++) {
      const items = Array.from({ length: 10 }, (_, i) => ({ bytes: 16 + Math.floor(next() * 300), start: i, end: i + 1 }));
      const pairs = items.slice(1).map((item, i) => ({ lower: i + 1, upper: i, together: next() < 0.3, distance: next() < 0.6 ? Math.floor(next() * item.bytes) : null }));
      const { offsets, bytes } = placeItems(items, pairs);
      for (const { lower, upper, together, distance } of pairs) {
        const [a = 0, b = 0] = [offsets[lower], offsets[upper]];
        const apart = a + (items[lower]?.bytes ?? 0) <= b || b + (items[upper]?.bytes ?? 0) <= a;
        expect(apart || (together && a === b) || (distance !== null && a + distance <= b)).toBe(true);
      }
      expect(bytes).toBeGreaterThanOrEqual(lowerBound(items, pairs));
      expect(bytes).toBeLessThanOrEqual(placeItems(items).bytes);
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
