import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/code-of.ts';
import { graphOf, input } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const flat = [input([4, 5]), input([4], [1, 0, 4, 2], 'i64')];
const image = [input([2, 3, 2, 2]), input([2, 2, 2], [0, 1, 2, 2, 1, 0, 0, 2], 'i64')];

describe('NegativeLogLikelihoodLoss', () => {
  it.each(['none', 'sum', 'mean'])('equals ONNX Runtime, reduction %s, with and without weights and an ignored class', async (reduction) => {
    for (const attrs of [{ reduction }, { reduction, ignore_index: 2 }]) {
      for (const args of [flat, image]) {
        const classes = args[0]?.tensor.shape[1] ?? 1;
        expect(await differenceOf({ op: 'NegativeLogLikelihoodLoss', args, attrs, opset: 13 })).toBeLessThan(2e-6);
        expect(await differenceOf({ op: 'NegativeLogLikelihoodLoss', args: [...args, input([classes], [0.5, 2, 1.5, 1, 3].slice(0, classes))], attrs, opset: 13 })).toBeLessThan(2e-6);
      }
    }
  });

  it('rejects an ignored class that is no integer', () => {
    for (const ignored of [1.5, 'a']) expect(codeOf(() => graphOf('NegativeLogLikelihoodLoss', flat, { attrs: { ignore_index: ignored } }))).toBe('QT2002');
  });
});
