import { describe, expect, it } from 'vitest';
import { makeNode } from '../../src/ir/graph.ts';
import { Fresh, applyPatch } from '../../src/ir/patch.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

function chain(): ReturnType<GraphBuilder['build']> {
  const b = new GraphBuilder();
  b.input('x', [4]);
  b.node('Sigmoid', ['x'], {}, 'a');
  b.node('Tanh', ['a'], {}, 'b');
  b.node('Sigmoid', ['b'], {}, 'y');
  return b.build(['y']);
}

describe('patches', () => {
  it('redirect uses and drop what nobody needs', () => {
    const graph = chain();
    const result = applyPatch(graph, { redirect: new Map([['b', 'a']]) });
    expect(result.nodes.map((n) => n.op)).toEqual(['Sigmoid', 'Sigmoid']);
    expect([...result.values.keys()]).toEqual(['x', 'a', 'y']);
    expect(graph.nodes).toHaveLength(3);
  });

  it('keep the names of outputs', () => {
    const result = applyPatch(chain(), { redirect: new Map([['y', 'b']]) });
    expect(result.outputs).toEqual(['y']);
    expect(result.nodes.at(-1)?.outputs).toEqual(['y']);
    expect(result.nodes.at(-1)?.op).toBe('Tanh');
  });

  it('put new nodes where they belong', () => {
    const graph = chain();
    const fresh = new Fresh(graph);
    const id = fresh.valueId('a');
    const node = makeNode({ id: fresh.nodeId(), op: 'Tanh', domain: '', attrs: {}, inputs: ['x'], outputs: [id], origin: { onnxNodes: ['new'], onnxIndex: 9 } });
    const result = applyPatch(graph, { nodes: [node], values: [{ id, dtype: 'f32', shape: [4] }], redirect: new Map([['a', id]]) });
    expect(result.nodes.map((n) => n.outputs[0])).toEqual([id, 'b', 'y']);
  });

  it('refuse cycles', () => {
    const graph = chain();
    const loop = makeNode({ ...(graph.nodes[0] ?? makeNode({ id: 9, op: '', domain: '', attrs: {}, inputs: [], outputs: [], origin: { onnxNodes: [''], onnxIndex: 0 } })), inputs: ['y'] });
    expect(() => applyPatch(graph, { remove: [0], nodes: [loop] })).toThrow(/QT9001.*cycle/);
    expect(() => applyPatch(graph, { redirect: new Map([['a', 'b'], ['b', 'a']]) })).toThrow(/QT9001/);
  });

  it('never hand out a name or id that is taken', () => {
    const fresh = new Fresh(chain());
    expect([fresh.valueId('a'), fresh.valueId('a'), fresh.valueId('new')]).toEqual(['a_2', 'a_3', 'new']);
    expect(new Set([fresh.nodeId(), fresh.nodeId()]).size).toBe(2);
  });
});
