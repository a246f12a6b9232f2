import { describe, expect, it } from 'vitest';
import { dialectCase, operand } from '../support/dialect-case.ts';
import { int8s } from '../support/qdq-model.ts';

describe('com.microsoft.QLinearConcat', () => {
  it('joins operands with scales of their own in integers', async () => {
    const { float, off } = await dialectCase({ shape: [2, 3, 4], build: (m, x, y) => m.node('com.microsoft.QLinearConcat', [...y, ...x.triple, ...operand(m, [2, 2, 4], int8s(16, 4), { scale: 0.02, zero: 3 }), ...x.triple], { axis: 1 }) });
    expect([float, off]).toEqual([0, 0]);
  });

  it('refuses operands that are not triples (QT2002)', async () => {
    await expect(dialectCase({ shape: [2, 3], build: (m, x, y) => m.node('com.microsoft.QLinearConcat', [...y, ...x.triple, x.triple[0]], { axis: 1 }) })).rejects.toMatchObject({ diagnostics: [{ code: 'QT2002' }] });
  });
});
