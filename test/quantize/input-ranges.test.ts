import { describe, expect, it } from 'vitest';
import { gridRange, rearranged, searchRange, withInputRange } from '../../src/quantize/input-ranges.ts';
import { affineInt8 } from '../../src/quantize/scales.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

describe('inputs on a grid', () => {
  const levels = (from: number, count: number, step: number): Float32Array => Float32Array.from({ length: count }, (_, i) => step * (from + i));

  it('have that grid as their int8 levels', () => {
    const samples = [levels(-200, 120, 0.585), levels(-90, 130, 0.585)];
    const range = gridRange(samples) ?? { min: 0, max: 0 };
    const { scale: [scale = 0], zeroPoint: [zero = 0] } = affineInt8(range);
    for (const v of samples.flatMap((s) => [...s])) {
      const q = Math.round(v / scale);
      expect(Math.abs(scale * q - v)).toBeLessThan(1e-4);
      expect(q + zero).toBeGreaterThanOrEqual(-128);
      expect(q + zero).toBeLessThanOrEqual(127);
    }
  });

  it('have room on both sides for levels that were not seen, above only where nothing is negative', () => {
    expect(gridRange([levels(-100, 200, 1)])).toEqual({ min: -128, max: 127 });
    expect(gridRange([levels(0, 100, 1)])).toEqual({ min: 0, max: 255 });
    expect(gridRange([levels(-99, 100, 1)])).toEqual({ min: -255, max: 0 });
  });

  it('are none where there are more levels, too few to tell, a span that int8 does not hold, or no level at zero', () => {
    expect(gridRange([randomFloats(1000, 1)])).toBeNull();
    expect(gridRange([levels(0, 20, 1)])).toBeNull();
    expect(gridRange([Float32Array.of(...levels(0, 100, 1), 400)])).toBeNull();
    expect(gridRange([levels(0, 100, 1).map((v) => v + 0.4)])).toBeNull();
  });
});

describe('the range of an input', () => {
  it('is pulled in as far as that helps, each end by itself', () => {
    const best = { min: -5, max: 8 };
    const found = searchRange({ min: -10, max: 10 }, ({ min, max }) => -((min - best.min) ** 2) - (max - best.max) ** 2);
    expect(found).toEqual(best);
    expect(searchRange({ min: 0, max: 10 }, ({ max }) => max)).toEqual({ min: 0, max: 10 });
  });

  it('is that of everything that only re-arranges it', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 6]);
    b.node('Transpose', [b.node('Reshape', ['x', b.ints('shape', [2, 3])], {}, 'r')], { perm: [1, 0] }, 't');
    b.node('Relu', ['t'], {}, 'y');
    const graph = b.build(['y']);
    expect([...rearranged(graph, 'x')]).toEqual(['x', 'r', 't']);
    const old = { min: -9, max: 9 };
    const ranges = new Map(['x', 't', 'y'].map((id) => [id, old]));
    expect([...withInputRange(graph, ranges, 'x', { min: 0, max: 1 })]).toEqual([['x', { min: 0, max: 1 }], ['t', { min: 0, max: 1 }], ['y', old]]);
  });
});
