import { describe, expect, it } from 'vitest';
import { allFloat, allInt8, firstLast, random } from '../../../src/quantize/allocators/baselines.ts';
import type { PrecisionMap } from '../../../src/quantize/scales.ts';
import { drawn, problemOf } from './problem.ts';

const sensitivity = drawn(8, 3);
const floats = (map: PrecisionMap): number[] => [...map].filter(([, p]) => p === 'float').map(([id]) => id);

describe('baselines', () => {
  it('are what their names say', () => {
    expect(floats(allInt8.allocate(problemOf(sensitivity, {})))).toEqual([]);
    expect(floats(allFloat.allocate(problemOf(sensitivity, {})))).toHaveLength(8);
    expect(floats(firstLast.allocate(problemOf(sensitivity, { floatMacs: 1 })))).toEqual([0, 7]);
  });

  it('random depends on the seed alone', () => {
    const at = (seed: number): number[] => floats(random.allocate({ ...problemOf(sensitivity, { floatMacs: 0.4 }), seed }));
    expect(at(5)).toEqual(at(5));
    expect([1, 2, 3, 4].map((s) => at(s).join())).not.toEqual(new Array(4).fill(at(5).join()));
  });
});
