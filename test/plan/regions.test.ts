// Placement over several regions: nothing lies over anything alive, no region overflows, what is touched most is fast; and what the checker refuses.
import { describe, expect, it } from 'vitest';
import type { PlannedProgram } from '../../src/kernels/program.ts';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { accessesOf } from '../../src/plan/accesses.ts';
import { checkPlan } from '../../src/plan/check.ts';
import { planInRegions, planProgram } from '../../src/plan/plan.ts';
import { placeConstants, placeInRegions } from '../../src/plan/regions.ts';
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { parseMemoryMap } from '../../src/targets/memory-map.ts';
import { random } from '../kernels/cases/kernel-case.ts';
import { codeOf } from '../support/code-of.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { randomInputs } from '../support/interpreter.ts';

describe('items in regions', () => {
  it('share no byte while they are alive together, wherever they are', () => {
    const next = random(17);
    let split = 0;
    for (let round = 0; round < 60; round++) {
      const items = Array.from({ length: 2 + Math.floor(next() * 14) }, () => {
        const start = Math.floor(next() * 12);
        return { bytes: 1 + Math.floor(next() * 300), start, end: start + Math.floor(next() * 6), accesses: Math.floor(next() * 1000) };
      });
      const sizes = [160 + 16 * Math.floor(next() * 20), 480, 4096];
      const placement = placeInRegions(items, [], sizes);
      expect(placement).not.toBeNull();
      const { regions = [], offsets = [], bytes = [] } = placement ?? {};
      split += new Set(regions).size > 1 ? 1 : 0;
      bytes.forEach((used, k) => expect(used).toBeLessThanOrEqual(sizes[k] ?? 0));
      items.forEach((a, i) => {
        expect((offsets[i] ?? 0) + a.bytes).toBeLessThanOrEqual(bytes[regions[i] ?? 0] ?? 0);
        items.forEach((b, k) => {
          if (i === k || regions[i] !== regions[k] || a.start > b.end || b.start > a.end) return;
          const [p = 0, q = 0] = [offsets[i], offsets[k]];
          expect(p + a.bytes <= q || q + b.bytes <= p).toBe(true);
        });
      });
    }
    expect(split).toBeGreaterThan(30);
  });

  it('are fast where they are touched most, small ones where large ones have no room', () => {
    const items = [[100, 10], [64, 900], [64, 800], [48, 20]].map(([bytes = 0, accesses = 0]) => ({ bytes, start: 0, end: 1, accesses }));
    expect(placeInRegions(items, [], [144, 1000])?.regions).toEqual([1, 0, 0, 1]);
    expect(placeInRegions(items, [], [192, 1000])?.regions).toEqual([1, 0, 0, 0]);
    expect(placeInRegions(items, [], [192, 112])?.regions).toEqual([1, 0, 0, 0]);
    expect(placeInRegions(items, [], [192, 96])).toBeNull();
  });

  it('go by size where what is touched most would leave something over', () => {
    const items = [[96, 1], [48, 900]].map(([bytes = 0, accesses = 0]) => ({ bytes, start: 0, end: 1, accesses }));
    expect(placeInRegions(items, [], [112, 48])?.regions).toEqual([0, 1]);
  });

  it('may lie over a dying input within a region only', () => {
    const items = [{ bytes: 64, start: 0, end: 1, accesses: 2 }, { bytes: 64, start: 1, end: 2, accesses: 1 }];
    expect(placeInRegions(items, [{ lower: 1, upper: 0, together: true, distance: null }], [64])).toMatchObject({ bytes: [64] });
    expect(placeInRegions(items, [], [64])).toBeNull();
  });

  it('of constants, those that are read most are in the first', () => {
    expect(placeConstants([{ bytes: 100, accesses: 100 }, { bytes: 60, accesses: 600 }, { bytes: 30, accesses: 400 }], [96, 200])).toEqual([1, 0, 0]);
    expect(placeConstants([{ bytes: 100, accesses: 1 }], [96, 100])).toBeNull();
  });
});

function network(): { graph: ReturnType<GraphBuilder['build']>; single: PlannedProgram } {
  const b = new GraphBuilder();
  b.node('Conv', [b.input('x', [1, 3, 12, 12]), b.constant('w', [8, 3, 3, 3])], { pads: [1, 1, 1, 1] }, 'a');
  b.node('Sigmoid', ['a'], {}, 's');
  b.node('Conv', ['s', b.constant('v', [4, 8, 3, 3])], { pads: [1, 1, 1, 1], strides: [2, 2] }, 'c');
  b.node('GlobalAveragePool', ['c'], {}, 'y');
  const graph = b.build(['y']);
  return { graph, single: planProgram(lowerGraph(runPasses(graph, FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['wasm', 'portable'] })) };
}

describe('programs in regions', () => {
  const { graph, single } = network();
  const map = parseMemoryMap('dtcm=3K,sram=32K,flash=4K,qspi=1M');
  const plan = planInRegions(single, map);

  it('compute the same from several arenas', () => {
    expect(plan.arenas.map((a) => a.region)).toEqual(['dtcm', 'sram']);
    const inputs = [...randomInputs(graph).values()].map((t) => t.data);
    expect(Executor.create(plan, loadRuntime()).run(inputs)).toEqual(Executor.create(single, loadRuntime()).run(inputs));
  });

  it('have one arena where the fastest region holds all', () => {
    const one = planInRegions(single, parseMemoryMap('slow=1M,dtcm=64K'));
    expect(one.arenas).toEqual([{ region: 'dtcm', start: 0, bytes: single.arenaBytes, room: 65536 }]);
    expect(one.constantRegions.every((r) => r === null)).toBe(true);
  });

  it('put scratch and weights by how often they are read', () => {
    const { scratch, constants, buffers } = accessesOf(single);
    expect(scratch.some((n) => n > Math.max(...buffers))).toBe(true);
    expect(Math.max(...constants)).toBeGreaterThanOrEqual(0.5 * 12 * 12 * 8 * 27);
  });

  it('say what is too small (QT4009)', () => {
    expect(codeOf(() => planInRegions(single, parseMemoryMap('sram=4K')))).toBe('QT4009');
    expect(() => planInRegions(single, parseMemoryMap('dtcm=1K,sram=4K'))).toThrow(/'a_nhwc' alone takes 4608 bytes; 'dtcm' holds 1024, 'sram' holds 4096/);
    expect(() => planInRegions(single, parseMemoryMap('dtcm=1K,sram=4700'))).toThrow(/one region of \d+ bytes would do, no split takes less than \d+ in all; 'dtcm' holds 1024/);
    expect(() => planInRegions(single, parseMemoryMap('sram=64K,flash=1K'))).toThrow(/constants take \d+ bytes; 'flash' holds 1024/);
  });

  it.each<[string, (p: PlannedProgram) => Partial<PlannedProgram>]>([
    ['an arena larger than its region', (p) => ({ arenas: p.arenas.map((a) => ({ ...a, room: a.bytes - 16 })) })],
    ['arenas over one another', (p) => ({ arenas: p.arenas.map((a) => ({ ...a, start: 0 })) })],
    ['a buffer across two arenas', (p) => ({ offsets: p.offsets.map((offset, i) => (offset === 0 ? (p.arenas[1]?.start ?? 0) - 16 : offset + (i < 0 ? 1 : 0))) })],
    ['constants larger than their region', (p) => ({ flash: p.flash.map((f) => ({ ...f, room: 16 })) })],
    ['a constant without a region', (p) => ({ constantRegions: p.constantRegions.map(() => null) })],
  ])('are refused by the checker with %s', (_, change) => {
    expect(() => checkPlan(plan)).not.toThrow();
    expect(() => checkPlan({ ...plan, ...change(plan) })).toThrow(/QT9001/);
  });
});
