import { describe, expect, it } from 'vitest';
import { GramKernel } from '../../src/execute/gram.ts';
import { randomFloats } from '../support/graph-builder.ts';

describe('gram matrix', () => {
  const kernel = new GramKernel();

  it('is the definition, for any number of rows and columns', () => {
    for (const rows of [1, 3, 4, 5, 11]) {
      for (const columns of [1, 2, 7, 16, 17]) {
        const x = randomFloats(rows * columns, rows + columns);
        const gram = kernel.gram(x, columns);
        for (let i = 0; i < columns; i++) {
          for (let j = 0; j < columns; j++) {
            const expected = j > i ? 0 : Array.from({ length: rows }, (_, r) => (x[r * columns + i] ?? 0) * (x[r * columns + j] ?? 0)).reduce((a, b) => a + b, 0);
            expect(Math.abs((gram[i * columns + j] ?? 0) - expected)).toBeLessThan(1e-5);
          }
        }
      }
    }
  });

  it('grows to what is asked of it', () => {
    const columns = 700;
    const gram = kernel.gram(new Float32Array(8 * columns).fill(1), columns);
    expect([gram[0], gram.at(-1), gram[1]]).toEqual([8, 8, 0]);
  });
});
