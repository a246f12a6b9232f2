import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/ops/registry.ts';
import { decompose } from '../../src/passes/decompose.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { verifyGraph } from '../../src/ir/verify.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { type Argument, constant, graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8, withIndices } from '../support/op-runner.ts';

describe('Gather', () => {
  it('picks slices along an axis; negative indices count from the end', () => {
    const x = constant([2, 3], [1, 2, 3, 4, 5, 6]);
    expect(reference('Gather', [x, ints(1, -2)])).toEqual([4, 5, 6, 1, 2, 3]);
    expect(reference('Gather', [x, ints(2, 0)], { attrs: { axis: 1 } })).toEqual([3, 1, 6, 4]);
    expect(reference('Gather', [constant([4], [1, 3, 8, 8], 'i64'), constant([], [2], 'i64')])).toEqual([8]);
  });

  it('replaces the axis by the shape of the indices', () => {
    expect(shapeAfter('Gather', [input([5, 6]), constant([], [1], 'i64')], { attrs: { axis: -1 } })).toEqual([5]);
    expect(shapeAfter('Gather', [input([5, 6]), constant([2, 2], [0, 1, 2, 3], 'i64')])).toEqual([2, 2, 6]);
  });

  it('rejects indices and axes outside the tensor', () => {
    expect(rejection('Gather', [input([2]), ints(2)])).toBe('index 2 is outside a dimension of 2');
    expect(rejection('Gather', [input([2]), ints(-3)])).toBe('index -3 is outside a dimension of 2');
    expect(rejection('Gather', [input([2]), ints(0)], { attrs: { axis: 1 } })).toBe('axis 1 is outside a tensor of rank 1');
  });

  it('is strided copies where constant indices have few runs, else slices by a table', () => {
    const graph = graphOf('Gather', [input([3, 6, 2]), ints(4, 2, 0, 5)], { attrs: { axis: 1 } });
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32', 'copy_nd_32'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
    const many = graphOf('Gather', [input([9, 2]), ints(...Array.from({ length: 80 }, (_, i) => (i * i) % 9))]);
    expect(runFloat(many)).toEqual({ error: 0, kernels: ['gather_slices'] });
    expect(runInt8(many).steps).toBeLessThan(0.51);
  });

  it('is a slice where constant indices lie at equal distances', () => {
    const ops = (indices: Argument): string[] => runPasses(graphOf('Gather', [input([3, 6, 2]), indices], { attrs: { axis: 1 } }), [decompose], { registry: REGISTRY }).nodes.map((n) => n.op);
    expect(ops(ints(5, 3, 1))).toEqual(['Slice']);
    expect(ops(constant([], [-1], 'i64'))).toEqual(['Slice', 'Reshape']);
    expect(ops(constant([2, 2], [1, 2, 3, 4], 'i64'))).toEqual(['Slice', 'Reshape']);
    expect(ops(ints(1, 1))).toEqual(['Gather']);
    for (const indices of [ints(5, 3, 1), constant([], [-1], 'i64'), constant([2, 2], [1, 2, 3, 4], 'i64')]) {
      const graph = graphOf('Gather', [input([3, 6, 2]), indices], { attrs: { axis: 1 } });
      expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32'] });
      expect(runInt8(graph).steps).toBeLessThan(0.51);
    }
  });

  it.each(['i32', 'i64'] as const)('takes indices computed at run time, %s; those outside read the nearest slice', (dtype) => {
    const graph = graphOf('Gather', [input([2, 4, 3]), input([2, 3], undefined, dtype)], { attrs: { axis: 1 } });
    const run = runFloat(graph, withIndices(graph, { x1: [3, -1, 0, -4, 9, -9] }));
    expect(run).toEqual({ error: 0, kernels: ['index_slots', 'gather_slices'] });
    expect(runInt8(graph, withIndices(graph, { x1: [3, 1, 0, -4, 2, 2] })).steps).toBeLessThan(0.51);
  });

  it('reads a constant table where it is: only picked rows are copied', () => {
    const graph = graphOf('Gather', [constant([50, 3]), input([4], undefined, 'i32')]);
    expect(runFloat(graph, withIndices(graph, { x1: [49, 0, 7, -50] }))).toEqual({ error: 0, kernels: ['index_slots', 'gather_slices'] });
  });

  it('takes 8-bit values of a model as they are, and gathers at run time from a table that is dequantized', () => {
    const b = new GraphBuilder();
    const [scale, zero] = [b.constant('scale', [], [0.02]), b.value({ id: 'zero', dtype: 'i8', shape: [], data: Int8Array.of(3) })];
    b.node('QuantizeLinear', [b.input('x', [5, 2]), scale, zero], {}, 'q');
    b.node('Gather', ['q', b.input('i', [3], 'i64')], {}, 'picked');
    b.node('DequantizeLinear', ['picked', scale, zero], {}, 'y');
    b.node('DequantizeLinear', [b.value({ id: 'table', dtype: 'i8', shape: [4, 2], data: Int8Array.from({ length: 8 }, (_, i) => 9 * i) }), scale, zero], {}, 'rows');
    b.node('Gather', ['rows', 'i'], {}, 'z');
    const graph = b.build(['y', 'z']);
    expect(graph.values.get('picked')?.quant).toEqual(graph.values.get('q')?.quant);
    expect(graph.values.get('z')?.quant).toBeUndefined();
    verifyGraph(graph, 'inferred', 'normalise');
  });
});
