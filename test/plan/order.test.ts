// Orders of units against all orders there are, on small random programs; what must not be exchanged; and that a plan never grows.
import { describe, expect, it } from 'vitest';
import type { KernelCall, Program } from '../../src/kernels/program.ts';
import { reordered } from '../../src/plan/order.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { random } from '../kernels/cases/kernel-case.ts';

const COPY = Object.fromEntries([0, 1, 2, 3, 4, 5].flatMap((i) => [[`d${i}`, 1], [`x_s${i}`, 1], [`y_s${i}`, 1]]));

/** Unit i writes buffer i + 1 by a copy from each of the buffers that it reads; buffer 0 is the input, the last one the output. Sizes in units of 16 bytes. */
function program(sizes: readonly number[], reads: readonly (readonly number[])[]): Program {
  return {
    units: reads.map((_, i) => ({ name: `u${i}`, op: 'Concat', onnxNodes: [`u${i}`], precision: 'int8', macs: 0, outputShape: [1] })),
    calls: reads.flatMap((list, unit) => list.map((id): KernelCall => ({
      unit, kernel: 'copy_nd_8', isa: 'portable', params: COPY, scratchBytes: 0, operands: [{ kind: 'buffer', id, byteOffset: 0 }, { kind: 'buffer', id: unit + 1, byteOffset: 0 }],
    }))),
    buffers: sizes.map((size, id) => ({ id, name: `b${id}`, dtype: 'u8', shape: [16 * size], bytes: 16 * size })),
    constants: [],
    inputs: [{ name: 'x', buffer: 0 }],
    outputs: [{ name: 'y', buffer: sizes.length - 1 }],
    exactFloat: false,
  };
}

/** Most bytes alive while a unit runs, units in the given order. */
function peak(sizes: readonly number[], reads: readonly (readonly number[])[], order: readonly number[]): number {
  const lastUse = sizes.map((_, b) => (b === sizes.length - 1 ? order.length : Math.max(-1, ...order.map((u, at) => (reads[u]?.includes(b) ? at : -1)))));
  const born = sizes.map((_, b) => (b === 0 ? -1 : order.indexOf(b - 1)));
  return Math.max(...order.map((_, at) => sizes.reduce((sum, size, b) => ((born[b] ?? 0) <= at && Math.max(lastUse[b] ?? 0, born[b] ?? 0) >= at ? sum + 16 * size : sum), 0)));
}

function allOrders(reads: readonly (readonly number[])[]): number[][] {
  const extend = (order: number[]): number[][] => {
    const ready = reads.flatMap((list, u) => (!order.includes(u) && list.every((b) => b === 0 || order.includes(b - 1)) ? [u] : []));
    return ready.length === 0 ? [order] : ready.flatMap((u) => extend([...order, u]));
  };
  return extend([]);
}

const orderOf = (p: Program): number[] => p.units.map((u) => Number(u.name.slice(1)));

/** Two branches that each make something large of the input and then something small, joined at the end, in the order large, large, small, small. */
const BRANCHES = program([4, 40, 40, 2, 2, 1], [[0], [0], [1], [2], [3, 4]]);

describe('order of units', () => {
  it('finishes one branch before it begins the next', () => {
    const better = reordered(BRANCHES);
    expect(better && orderOf(better)).toEqual([0, 2, 1, 3, 4]);
    expect(better?.calls.map((c) => c.unit)).toEqual([0, 1, 2, 3, 4, 4]);
    const plan = planProgram(BRANCHES);
    expect(plan.arenaBytes).toBe(16 * (4 + 2 + 40));
    expect(orderOf(plan)).toEqual([0, 2, 1, 3, 4]);
  });

  it('is the best of all orders, and every unit comes after those it reads', () => {
    const next = random(31);
    for (let round = 0; round < 60; round++) {
      const units = 3 + Math.floor(next() * 5);
      const sizes = Array.from({ length: units + 1 }, () => 1 + Math.floor(next() * 20));
      const reads = Array.from({ length: units }, (_, u) => [...new Set([Math.floor(next() * (u + 1)), Math.floor(next() * (u + 1))])]);
      const given = program(sizes, reads);
      const order = orderOf(reordered(given) ?? given);
      const orders = allOrders(reads);
      expect(orders.map((o) => o.join())).toContain(order.join());
      expect(peak(sizes, reads, order)).toBe(Math.min(...orders.map((o) => peak(sizes, reads, o))));
      expect(planProgram(given).arenaBytes).toBeGreaterThanOrEqual(peak(sizes, reads, order));
    }
  });

  it('leaves a chain, and units that write one buffer together', () => {
    expect(reordered(program([1, 9, 2, 8], [[0], [1], [2]]))).toBeNull();
    const together = { ...BRANCHES, calls: BRANCHES.calls.map((c) => ({ ...c, operands: c.operands.map((o) => (o.kind === 'buffer' && o.id === 2 ? { ...o, id: 1 } : o)) })) };
    expect(reordered(together)).toBeNull();
  });

  it('runs units that write parts of one buffer in any order, and their readers after all of them', () => {
    const parts = program([4, 40, 40, 2, 2, 4, 1], [[0], [0], [1], [2], [], [5]]);
    const given: Program = {
      ...parts,
      units: parts.units.filter((u) => u.name !== 'u4'),
      calls: parts.calls.map((c) => (c.unit > 4 ? { ...c, unit: c.unit - 1 } : c)),
      buffers: parts.buffers.map((b) => (b.id === 3 || b.id === 4 ? { ...b, within: { buffer: 5, byteOffset: 32 * (b.id - 3) } } : b)),
    };
    const better = reordered(given);
    expect(better && orderOf(better)).toEqual([0, 2, 1, 3, 5]);
    expect(planProgram(given).arenaBytes).toBe(16 * (4 + 40 + 4));
    const again = { ...given, calls: [...given.calls, ...given.calls.filter((c) => c.unit === 2).map((c) => ({ ...c, unit: 3 }))] };
    expect(reordered(again)).toBeNull();
  });

  it('is quick and the same every time for many units side by side', () => {
    const units = 150;
    const reads = Array.from({ length: units }, (_, u) => (u === units - 1 ? Array.from({ length: units - 1 }, (_unused, i) => i + 1) : [0]));
    const wide = program(Array.from({ length: units + 1 }, (_, i) => 1 + (i % 7)), reads);
    const begun = performance.now();
    const first = reordered(wide);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(reordered(wide)).toEqual(first);
  });
});
