import { describe, expect, it } from 'vitest';
import { statisticsOf } from '../../../src/execute/statistics.ts';
import { DEFAULT_OBSERVER, OBSERVERS } from '../../../src/quantize/observers/registry.ts';
import { randomFloats } from '../../support/graph-builder.ts';

describe('observer auto', () => {
  it('starts from the range of expected, and is the default', () => {
    const statistics = statisticsOf(randomFloats(1000, 1));
    expect(OBSERVERS.auto.range(statistics)).toEqual(OBSERVERS.expected.range(statistics));
    expect(OBSERVERS[DEFAULT_OBSERVER]).toBe(OBSERVERS.auto);
  });
});
