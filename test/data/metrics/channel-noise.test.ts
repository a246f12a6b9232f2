import { describe, expect, it } from 'vitest';
import { NO_ROW, sumRows } from '../../../src/data/metrics/channel-noise.ts';

const INT8 = { places: 4, channels: 2, sums: Float64Array.of(10, 20, 3, 1, 2, 0.5, 0.25, 0.125, 0, 0.0625, 4, 1) };

describe('noise by channel', () => {
  it('adds up over samples', () => {
    const { signal, noise, elements, measured, stored } = sumRows([INT8, INT8]);
    expect([signal, noise, elements]).toEqual([60, 8, 16]);
    expect([...measured.all, ...measured.alike]).toEqual([6, 2, 4, 1]);
    expect([...(stored?.all ?? []), ...(stored?.alike ?? []), ...(stored?.active ?? [])]).toEqual([0.5, 0.25, 0, 0.125, 8, 2]);
  });

  it('knows nothing of storing where a tensor is float, and nothing at all without rows', () => {
    expect(sumRows([{ ...INT8, sums: INT8.sums.subarray(0, 6) }]).stored).toBeNull();
    expect(sumRows([])).toMatchObject({ channels: 0, signal: 0, elements: 0 });
    expect(sumRows([NO_ROW])).toMatchObject({ channels: 0, noise: 0 });
  });
});
