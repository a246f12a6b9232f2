import { describe, expect, it } from 'vitest';
import { publishedScores, quantunev2 } from '../../../src/quantize/allocators/quantunev2.ts';
import { problemOf, unit } from './problem.ts';

const units = [unit(0, { wSqnrDb: 45, sqnrDropDb: 0, wMse: 1e-4, aMse: 1e-3 }), unit(1, { wSqnrDb: 25, sqnrDropDb: 6, wMse: 1e-2, aMse: 1e-1 }), unit(2, { wSqnrDb: 45, sqnrDropDb: 3, wMse: 1e-4, aMse: 1e-3 })];
const sensitivity = { units, outputs: [2], samples: 1, inferences: 2 };

describe('quantunev2', () => {
  it('scores the unit that is worst in all four metrics with 1 and the best with 0', () => {
    const scores = publishedScores(units, { wSqnr: 0.25, aSqnr: 0.25, wMse: 0.25, aMse: 0.25 });
    expect(scores[1]).toBeCloseTo(1);
    expect(scores[0]).toBeCloseTo(0);
    expect(publishedScores(units, { wSqnr: 0, aSqnr: 1, wMse: 0, aMse: 0 })[2]).toBeCloseTo(0.5);
  });

  it('keeps the worst units in float while they fit', () => {
    expect([...quantunev2.allocate(problemOf(sensitivity, { floatMacs: 0.34 })).entries()].filter(([, p]) => p === 'float')).toEqual([[1, 'float']]);
    expect([...quantunev2.allocate(problemOf(sensitivity, { floatMacs: 0 })).values()]).not.toContain('float');
  });
});
