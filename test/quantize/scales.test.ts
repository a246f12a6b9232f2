import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { allInt8 } from '../../src/quantize/insert-qdq.ts';
import { affineInt8, chooseScales } from '../../src/quantize/scales.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

describe('scales', () => {
  it('represents zero exactly and covers the range', () => {
    for (const [min, max] of [[-1, 3], [0, 6], [-5, 0], [0.5, 2], [-2, -1], [-1e-3, 1e6]] as const) {
      const { scale: [scale = 0], zeroPoint: [zero = 0] } = affineInt8({ min, max });
      expect(zero).toBeGreaterThanOrEqual(-128);
      expect(zero).toBeLessThanOrEqual(127);
      expect((-128 - zero) * scale).toBeLessThanOrEqual(Math.min(0, min) + scale);
      expect((127 - zero) * scale).toBeGreaterThanOrEqual(Math.max(0, max) - scale);
    }
  });

  it('gives a constant zero activation a usable scale', () => {
    expect(affineInt8({ min: 0, max: 0 }).scale[0]).toBeGreaterThan(0);
  });

  it('widens an output scale for which the multiplier would not fit', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 64]);
    b.constant('w', [4, 64], new Array<number>(256).fill(1));
    b.node('Gemm', ['x', 'w'], { transB: 1 }, 'y');
    const graph = b.build(['y']);
    const precision = allInt8(graph, REGISTRY);
    const scales = chooseScales(graph, new Map([['x', { min: -1, max: 1 }], ['y', { min: 0, max: 1e-9 }]]), { precision, registry: REGISTRY });
    const product = ((scales.get('x')?.scale[0] ?? 0) / 127) / (scales.get('y')?.scale[0] ?? 1);
    expect(product * 64 * 128 * 255).toBeLessThan(2 ** 28);
  });
});
