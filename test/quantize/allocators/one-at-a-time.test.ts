import { describe, expect, it } from 'vitest';
import { allocate } from '../../../src/quantize/allocate.ts';
import type { PrecisionMap } from '../../../src/quantize/scales.ts';
import { drawn, unit } from './problem.ts';

describe('one-at-a-time', () => {
  it('measures every unit once and takes the largest gain per multiply-accumulate that fits', async () => {
    const units = [unit(0, { macs: 100 }), unit(1, { macs: 100 }), unit(2, { macs: 800 })];
    const asked: PrecisionMap[] = [];
    const gains = [3, 1, 20];
    const measure = (map: PrecisionMap): Promise<number> => {
      asked.push(map);
      return Promise.resolve(30 + units.reduce((sum, u) => sum + (map.get(u.id) === 'float' ? (gains[u.id] ?? 0) : 0), 0));
    };
    const result = await allocate({ units, outputs: [2], samples: 1, inferences: 2 }, { allocator: 'one-at-a-time', budget: { floatMacs: 0.15 } }, measure);
    expect([...result.precision].filter(([, p]) => p === 'float').map(([id]) => id)).toEqual([0]);
    expect(asked.slice(0, 4).map((m) => [...m.values()].filter((p) => p === 'float').length)).toEqual([1, 1, 1, 0]);
  });

  it('leaves units in INT8 that are no better in float', async () => {
    const result = await allocate(drawn(4, 2), { allocator: 'one-at-a-time', budget: { floatMacs: 1 } }, (map) => Promise.resolve(map.get(1) === 'float' ? 31 : 30));
    expect([...result.precision].filter(([, p]) => p === 'float').map(([id]) => id)).toEqual([1]);
  });
});
