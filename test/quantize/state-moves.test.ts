import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { allInt8 } from '../../src/quantize/insert-qdq.ts';
import { stateMoves } from '../../src/quantize/state-moves.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

/** A slice of the state is read by a Sigmoid; the next state is a joint of two of its results, one of which is an output too. */
function stream(): Graph {
  const b = new GraphBuilder();
  b.input('s', [2, 4]);
  b.node('Slice', ['s', b.ints('from', [0]), b.ints('to', [1]), b.ints('axis', [0])], {}, 'part');
  b.node('Sigmoid', ['part'], {}, 'a');
  b.node('Reshape', ['a', b.ints('shape', [1, 4])], {}, 'c');
  b.node('Tanh', ['a'], {}, 'd');
  b.node('Concat', ['c', 'd'], { axis: 0 }, 'next');
  return b.build(['next']);
}

const floats = (graph: Graph): string[] => graph.nodes.filter((n) => allInt8(graph, REGISTRY).get(n.id) === 'float').map((n) => n.op);

describe('state-moves', () => {
  it('are what moves elements between a state and what computes with it', () => {
    const graph = { ...stream(), states: new Map([['s', 'next']]) };
    expect(graph.nodes.filter((n) => stateMoves(graph, REGISTRY).has(n.id)).map((n) => n.op)).toEqual(['Slice', 'Reshape', 'Concat']);
    expect(floats(graph)).toEqual(['Slice', 'Reshape', 'Concat']);
  });

  it('are none without states', () => {
    expect(floats(stream())).toEqual([]);
  });
});
