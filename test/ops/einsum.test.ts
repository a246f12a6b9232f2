import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { input } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

const CASES: readonly (readonly [equation: string, ...shapes: readonly (readonly number[])[]])[] = [
  ['ij,jk->ik', [2, 3], [3, 4]],
  ['ij,jk', [2, 3], [3, 4]],
  ['bij,bjk->bik', [2, 3, 4], [2, 4, 5]],
  ['bhqd,bhkd->bhqk', [2, 2, 3, 4], [2, 2, 5, 4]],
  ['...ij,...jk->...ik', [2, 3, 2, 3], [2, 3, 3, 4]],
  ['...ii->...i', [2, 3, 3]],
  ['ii->i', [4, 4]],
  ['ii', [4, 4]],
  ['ij->ji', [2, 3]],
  ['ij->', [2, 3]],
  ['ij->i', [2, 3]],
  ['i,i', [5], [5]],
  ['i,j->ij', [3], [4]],
  ['ij,kj->ik', [2, 3], [4, 3]],
  ['abc,cd,def->abef', [2, 3, 4], [4, 5], [5, 2, 3]],
  ['ij,ij->ij', [2, 3], [2, 3]],
  ['ij,k->i', [2, 3], [4]],
];

describe('Einsum', () => {
  it.each(CASES)('equals ONNX Runtime: %s', async (equation, ...shapes) => {
    expect(await differenceOf({ op: 'Einsum', args: shapes.map((s) => input(s)), attrs: { equation }, opset: 12 })).toBeLessThan(1e-6);
  });

  it('rejects equations that do not fit the operands', async () => {
    for (const [equation, reason] of [['ij,jk->ik', 'has 2 operands'], ['ijk->i', 'does not fit shape'], ['ij->iz', "names 'z'"], ['i$->i', 'equation']] as const) {
      await expect(differenceOf({ op: 'Einsum', args: [input([2, 3])], attrs: { equation }, opset: 12 }).catch((error: unknown) => {
        if (error instanceof DiagnosticError) expect(error.message).toContain(reason);
        throw error;
      })).rejects.toThrow();
    }
  });
});
