// Each invariant of the verifier has a test that breaks it.
import { describe, expect, it } from 'vitest';
import { type Graph, type Node, type Value, makeNode, makeValue } from '../../src/ir/graph.ts';
import { type GraphLevel, verifyGraph } from '../../src/ir/verify.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

function good(): Graph {
  const b = new GraphBuilder();
  b.input('x', [2, 3]);
  b.constant('c', [3]);
  b.node('Add', ['x', 'c'], {}, 'a');
  b.node('Sigmoid', ['a'], {}, 'y');
  return b.build(['y']);
}

const withValue = (value: Value): Graph => ({ ...good(), values: new Map([...good().values, [value.id, makeValue(value)]]) });
const withNodes = (change: (nodes: readonly Node[]) => Node[]): Graph => ({ ...good(), nodes: change(good().nodes) });
const i8 = { id: 'a', dtype: 'i8' as const, shape: [2, 3] };

const BROKEN: readonly (readonly [string, Graph, GraphLevel])[] = [
  ['an input listed twice', { ...good(), inputs: ['x', 'x'] }, 'inferred'],
  ['a node that reads what comes later', withNodes((n) => [...n].reverse()), 'inferred'],
  ['a node id used twice', withNodes((n) => n.map((node) => makeNode({ ...node, id: 0 }))), 'inferred'],
  ['a value defined twice', withNodes((n) => n.map((node, i) => makeNode({ ...node, outputs: i === 1 ? ['a'] : node.outputs }))), 'inferred'],
  ['an output the graph does not list', withNodes((n) => n.map((node, i) => makeNode({ ...node, outputs: i === 1 ? ['z'] : node.outputs }))), 'inferred'],
  ['a node without origin', withNodes((n) => n.map((node) => makeNode({ ...node, origin: { onnxNodes: [], onnxIndex: 0 } }))), 'inferred'],
  ['an empty clamp', withNodes((n) => n.map((node) => makeNode({ ...node, clamp: { min: 1, max: 0 } }))), 'inferred'],
  ['an undefined graph output', { ...good(), outputs: ['nothing'] }, 'inferred'],
  ['a value without shape', withValue({ id: 'a', dtype: 'f32', shape: null }), 'inferred'],
  ['a negative dimension', withValue({ id: 'a', dtype: 'f32', shape: [-1] }), 'inferred'],
  ['a constant of the wrong length', withValue({ id: 'c', dtype: 'f32', shape: [3], data: new Float32Array(2) }), 'inferred'],
  ['a constant stored as another type', withValue({ id: 'c', dtype: 'f32', shape: [3], data: new Int8Array(3) }), 'inferred'],
  ['a scale of zero', withValue({ ...i8, quant: { scale: [0], zeroPoint: [0], axis: null } }), 'quantized'],
  ['a scale that is not finite', withValue({ ...i8, quant: { scale: [Infinity], zeroPoint: [0], axis: null } }), 'quantized'],
  ['a zero point outside int8', withValue({ ...i8, quant: { scale: [1], zeroPoint: [128], axis: null } }), 'quantized'],
  ['too few scales for the axis', withValue({ ...i8, quant: { scale: [1, 1], zeroPoint: [0, 0], axis: 1 } }), 'quantized'],
  ['a quantized float', withValue({ ...i8, dtype: 'f32', quant: { scale: [1], zeroPoint: [0], axis: null } }), 'quantized'],
];

describe('verifier', () => {
  it('accepts a good graph at every level', () => {
    for (const level of ['imported', 'inferred', 'quantized'] as const) expect(() => verifyGraph(good(), level, 'test')).not.toThrow();
  });

  it.each(BROKEN)('refuses %s, naming the stage', (_, graph, level) => {
    expect(() => verifyGraph(graph, level, 'my-stage')).toThrow(/QT9001: after my-stage/);
  });
});
