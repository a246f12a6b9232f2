import { describe, expect, it } from 'vitest';
import { areaUnderRoc } from '../../../src/data/metrics/auc.ts';

const items = (negatives: readonly number[], positives: readonly number[]): Parameters<typeof areaUnderRoc>[0] => [
  ...negatives.map((score) => ({ score, positive: false })),
  ...positives.map((score) => ({ score, positive: true })),
];

describe('areaUnderRoc', () => {
  it.each([
    [[1, 2], [3, 4], 1],
    [[3, 4], [1, 2], 0],
    [[1, 1], [1, 1], 0.5],
    [[1, 3], [2, 4], 0.75],
    [[1, 2, 2], [2, 3], 5 / 6],
  ])('%j against %j is %f', (negatives, positives, expected) => {
    expect(areaUnderRoc(items(negatives, positives))).toBeCloseTo(expected, 12);
  });

  it('needs both kinds', () => {
    expect(areaUnderRoc(items([1], []))).toBeNull();
    expect(areaUnderRoc([])).toBeNull();
  });
});
