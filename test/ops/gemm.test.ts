import { describe, expect, it } from 'vitest';
import type { Attrs } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { decompose } from '../../src/passes/decompose.ts';
import { runPass } from '../../src/passes/pass.ts';
import { difference } from '../support/interpreter.ts';
import { apply, constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const a = input([2, 3], [1, 2, 3, 4, 5, 6]);
const b = constant([3, 2], [1, 0, 0, 1, 1, 1]);

describe('Gemm', () => {
  it('multiplies matrices', () => {
    expect(apply('Gemm', [a, b]).attrs).toEqual({ alpha: 1, beta: 1, transA: false, transB: false });
    expect(reference('Gemm', [a, b])).toEqual([4, 5, 10, 11]);
    expect(reference('Gemm', [a, b, constant([2], [10, 20])], { attrs: { alpha: 2, beta: 0.5 } })).toEqual([13, 20, 25, 32]);
  });

  it('transposes either operand', () => {
    expect(shapeAfter('Gemm', [input([3, 4]), constant([5, 3])], { attrs: { transA: 1, transB: 1 } })).toEqual([4, 5]);
    expect(reference('Gemm', [input([3, 2], [1, 4, 2, 5, 3, 6]), constant([2, 3], [1, 0, 1, 0, 1, 1])], { attrs: { transA: 1, transB: 1 } })).toEqual([4, 5, 10, 11]);
  });

  it('broadcasts the third operand', () => {
    expect(reference('Gemm', [a, b, constant([2, 1], [100, 200])])).toEqual([104, 105, 210, 211]);
    expect(reference('Gemm', [a, b, constant([], [1])])).toEqual([5, 6, 11, 12]);
  });

  it('becomes B [N,K] with a constant row for C, and an Add for any other C', () => {
    const cases = [
      { args: [a, b, constant([1, 2])], attrs: { alpha: 2, beta: 3 }, ops: ['Gemm'] },
      { args: [input([3, 2]), b], attrs: { transA: 1 }, ops: ['Transpose', 'Gemm'] },
      { args: [a, b, input([2])], attrs: {}, ops: ['Gemm', 'Add'] },
      { args: [a, constant([2, 3]), input([2, 1])], attrs: { transB: 1, beta: 3, alpha: 0.5 }, ops: ['Gemm', 'Mul', 'Add'] },
      { args: [a, constant([2, 3]), constant([2, 2])], attrs: { transB: 1 }, ops: ['Gemm', 'Add'] },
    ];
    for (const { args, attrs, ops } of cases) {
      const graph = graphOf('Gemm', args, { attrs });
      const canonical = runPass(graph, decompose, { registry: REGISTRY });
      expect(canonical.nodes.map((n) => n.op)).toEqual(ops);
      expect(difference(graph, canonical)).toBeLessThan(1e-6);
    }
  });

  it('rejects operands that do not fit', () => {
    expect(rejection('Gemm', [input([1, 2, 3]), b])).toBe('inputs have shapes [1,2,3] and [3,2]; two matrices are expected');
    expect(rejection('Gemm', [a, b], { attrs: { transB: 1 } })).toBe('inner dimensions 3 and 2 differ');
    expect(rejection('Gemm', [a, b, constant([3])])).toBe('shapes [3] and [2,2] cannot be broadcast');
    expect(rejection('Gemm', [a, b, constant([3, 1, 1])])).toBe('the third input of shape [3,1,1] cannot be broadcast to [2,2]');
  });

  it.each<[string, number[], number[], number[] | null, Attrs]>([
    ['a row', [1, 7], [7, 5], [5], {}],
    ['odd sizes', [3, 33], [9, 33], [9], { transB: 1 }],
    ['alpha and beta', [2, 4], [4, 3], [1], { alpha: 0.5, beta: -2 }],
    ['no bias', [4, 16], [16, 8], null, {}],
    ['transposed A', [5, 3], [5, 4], [4], { transA: 1 }],
    ['a full C', [2, 6], [6, 3], [2, 3], { beta: 0.5 }],
  ])('is lowered: %s', (_name, x, w, c, attrs) => {
    const graph = graphOf('Gemm', [input(x), constant(w), ...(c ? [constant(c)] : [])], { attrs });
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2.5);
    expect(int8.arithmeticSteps).toBeLessThan(2.01);
    expect(int8.kernels).toContain('fully_connected_s8');
  });

  it.each([
    ['plain', {}, [2, 3], [3, 4], null],
    ['a row', {}, [2, 3], [3, 4], [4]],
    ['a matrix, scaled', { alpha: 0.5, beta: -2 }, [2, 3], [3, 4], [2, 4]],
    ['both turned around', { transA: 1, transB: 1, alpha: 0.25 }, [3, 2], [4, 3], [1, 4]],
    ['the second turned around', { transB: 1 }, [2, 3], [4, 3], null],
    ['a scalar', { beta: 3 }, [2, 3], [3, 4], []],
  ])('multiplies two computed matrices: %s', (_name, attrs, a, b, c) => {
    const run = runFloat(graphOf('Gemm', [input(a), input(b), ...(c ? [input(c)] : [])], { attrs }));
    expect(run.error).toBeLessThan(1e-6);
    expect(run.kernels).toContain('matmul_f32');
  });
});
