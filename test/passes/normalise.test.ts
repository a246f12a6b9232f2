import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { shapeOf, valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { normalise } from '../../src/passes/normalise.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

function codesOf(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map((d) => d.code);
    throw error;
  }
}

describe('normalise', () => {
  it('folds shape arithmetic of any depth into the attributes that need it', () => {
    const b = new GraphBuilder();
    b.input('x', [2, 3, 4]);
    b.node('Shape', ['x'], {}, 's');
    b.ints('zero', [0], true);
    b.node('Gather', ['s', 'zero'], {}, 'n');
    b.ints('axes', [0]);
    b.node('Unsqueeze', ['n', 'axes'], {}, 'n1');
    b.ints('rest', [-1]);
    b.node('Concat', ['n1', 'rest'], { axis: 0 }, 'target');
    b.node('Reshape', ['x', 'target'], {}, 'y');
    const graph = b.build(['y']);
    expect(graph.nodes.map((n) => n.op)).toEqual(['Reshape']);
    expect(shapeOf(valueOf(graph, 'y'))).toEqual([2, 12]);
  });

  it('lists all unsupported operators at once', () => {
    const b = new GraphBuilder();
    b.input('x', [2, 3]);
    b.node('Frobnicate', ['x'], {}, 'a');
    b.node('Frobnicate', ['a'], {}, 'b');
    b.node('Twist', ['b'], {}, 'y');
    try {
      b.build(['y']);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      expect(error.diagnostics[0]?.code).toBe('QT2001');
      expect(error.diagnostics[0]?.notes).toHaveLength(2);
      expect(error.diagnostics[0]?.notes[0]).toContain('Frobnicate: 2 (Frobnicate_0, Frobnicate_1)');
    }
  });

  it.each([
    ['a missing input', (b: GraphBuilder) => b.node('Add', ['x'], {}, 'y')],
    ['shapes that cannot be broadcast', (b: GraphBuilder) => b.node('Add', ['x', b.constant('c', [5])], {}, 'y')],
    ['a wrong attribute type', (b: GraphBuilder) => b.node('Softmax', ['x'], { axis: 'one' }, 'y')],
    ['an axis out of range', (b: GraphBuilder) => b.node('Softmax', ['x'], { axis: 4 }, 'y')],
    ['a permutation that repeats', (b: GraphBuilder) => b.node('Transpose', ['x'], { perm: [0, 0] }, 'y')],
    ['a reshape to another size', (b: GraphBuilder) => b.node('Reshape', ['x', b.ints('s', [4, 4])], {}, 'y')],
    ['an unknown padding mode', (b: GraphBuilder) => b.node('Pad', ['x', b.ints('p', [0, 1, 0, 1])], { mode: 'mirror' }, 'y')],
  ])('rejects %s with QT2002', (_, make) => {
    const b = new GraphBuilder();
    b.input('x', [2, 3]);
    make(b);
    expect(codesOf(() => b.build(['y']))).toEqual(['QT2002']);
  });

  it('drops second outputs that nobody reads', () => {
    const b = new GraphBuilder();
    b.input('x', [1, 1, 4, 4]);
    b.node('Dropout', ['x'], {}, 'd');
    b.node('MaxPool', ['d'], { kernel_shape: [2, 2] }, 'y');
    const graph = b.raw(['y']);
    const two = { ...graph, nodes: graph.nodes.map((n) => ({ ...n, outputs: [...n.outputs, `${n.op}_second`] })) };
    expect(normalise(two, REGISTRY).nodes.map((n) => n.outputs)).toEqual([['d'], ['y']]);
    expect(normalise({ ...two, outputs: ['y', 'MaxPool_second'] }, REGISTRY).nodes.map((n) => n.outputs)).toEqual([['d'], ['y', 'MaxPool_second']]);
  });

  it('computes an output that does not depend on the inputs', () => {
    const b = new GraphBuilder();
    b.input('x', [2, 3]);
    b.node('Shape', ['x'], {}, 'y');
    const graph = b.build(['y']);
    expect(graph.nodes).toEqual([]);
    expect(graph.values.get('y')?.data).toEqual(BigInt64Array.of(2n, 3n));
  });
});
