import { describe, expect, it } from 'vitest';
import { statisticsOf } from '../../../src/execute/statistics.ts';
import { OBSERVERS } from '../../../src/quantize/observers/registry.ts';
import { randomFloats } from '../../support/graph-builder.ts';

describe('observer output', () => {
  it('starts from the range of expected, which holds where no unit with weights reads', () => {
    const statistics = statisticsOf(randomFloats(1000, 1));
    expect(OBSERVERS.output.range(statistics)).toEqual(OBSERVERS.expected.range(statistics));
    expect(OBSERVERS.output.name).toBe('output');
  });
});
