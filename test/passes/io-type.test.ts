import { describe, expect, it } from 'vitest';
import { type Graph, valueOf } from '../../src/ir/graph.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { fuseQdq } from '../../src/passes/fuse-qdq.ts';
import { applyIoType } from '../../src/passes/io-type.ts';
import { runPass } from '../../src/passes/pass.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

function quantizedSigmoid(): Graph {
  const b = new GraphBuilder();
  b.input('x', [2, 5]);
  b.node('Sigmoid', ['x'], {}, 'y');
  const graph = b.build(['y']);
  const ranges = new Map([['x', { min: -2, max: 2 }], ['y', { min: 0, max: 1 }]]);
  return runPass(insertQdq(graph, ranges, { precision: allInt8(graph, REGISTRY), registry: REGISTRY }), fuseQdq, { registry: REGISTRY });
}

describe('io-type', () => {
  it('float keeps the conversions inside', () => {
    const graph = quantizedSigmoid();
    expect(applyIoType(graph, 'float')).toBe(graph);
  });

  it('int8 hands them to the caller and keeps the names', () => {
    const graph = applyIoType(quantizedSigmoid(), 'int8');
    expect(graph.nodes.map((n) => n.op)).toEqual(['Sigmoid']);
    expect([graph.inputs, graph.outputs]).toEqual([['x'], ['y']]);
    expect(valueOf(graph, 'x').dtype).toBe('i8');
    expect(valueOf(graph, 'y').quant?.zeroPoint).toEqual([-128]);
  });

  it('uint8 only flips the sign, and shifts the zero point by 128', () => {
    const graph = applyIoType(quantizedSigmoid(), 'uint8');
    expect(graph.nodes.map((n) => n.op)).toEqual(['FlipSign', 'Sigmoid', 'FlipSign']);
    expect(valueOf(graph, 'y').dtype).toBe('u8');
    expect(valueOf(graph, 'y').quant?.zeroPoint).toEqual([0]);
  });

  it('leaves a float input alone that float units read too', () => {
    const b = new GraphBuilder();
    b.input('x', [2, 5]);
    b.node('Sigmoid', ['x'], {}, 'y');
    const graph = b.build(['y']);
    expect(applyIoType(graph, 'int8')).toBe(graph);
  });
});
