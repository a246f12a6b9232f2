import { describe, expect, it } from 'vitest';
import { makeTensor } from '../../src/ir/tensor.ts';
import { type Attribute, type GraphSpec, differenceFromOracle, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';
import { randomFloats } from '../support/graph-builder.ts';

interface Spec {
  readonly shape?: readonly number[];
  readonly attrs?: Readonly<Record<string, Attribute>>;
  readonly pairs?: number;
  readonly positions?: boolean;
}

function model({ shape = [2, 4, 3, 8], attrs = {}, pairs = 4, positions = false }: Spec): GraphSpec {
  const cache = positions ? [7, pairs] : [2, 3, pairs];
  const table = (seed: number): ReturnType<typeof makeTensor> => makeTensor('f32', cache, randomFloats(cache.reduce((p, d) => p * d, 1), seed));
  return {
    nodes: [{ op: 'RotaryEmbedding', inputs: ['x', 'cos', 'sin', ...(positions ? ['ids'] : [])], outputs: ['y'], attrs }],
    inputs: [{ name: 'x', shape }], outputs: [{ name: 'y' }],
    constants: { cos: table(1), sin: table(2), ...(positions ? { ids: makeTensor('i64', [2, 3], BigInt64Array.of(0n, 6n, 2n, 3n, 3n, 5n)) } : {}) },
  };
}

describe('RotaryEmbedding', () => {
  it.each([
    ['halves of a head', {}],
    ['neighbours', { attrs: { interleaved: 1 } }],
    ['part of a head', { attrs: { rotary_embedding_dim: 4 }, pairs: 2 }],
    ['neighbours in part of a head, positions', { attrs: { rotary_embedding_dim: 4, interleaved: 1, num_heads: 4 }, pairs: 2, positions: true }],
    ['three dimensions', { shape: [2, 3, 32], attrs: { num_heads: 4 } }],
    ['positions', { positions: true }],
  ])('equals ONNX Runtime: %s', async (_name, spec) => {
    const graph = model(spec);
    expect(await differenceFromOracle(modelBytes(graph, { opset: 23 }), floatInputs(graph))).toBeLessThan(1e-6);
  });

  it('rejects what cannot be rotated', () => {
    const fails = (spec: Spec): (() => unknown) => () => runCompiled(modelBytes(model(spec), { opset: 23 }), floatInputs(model(spec)));
    expect(fails({ shape: [2, 3, 32] })).toThrow(/QT2002: RotaryEmbedding .* 'num_heads' is 0; it must divide 32/);
    expect(fails({ attrs: { rotary_embedding_dim: 5 } })).toThrow(/QT2002: RotaryEmbedding .* 5 of 8 elements/);
    expect(fails({ pairs: 3 })).toThrow(/QT2002: RotaryEmbedding .* cos_cache gives rows of shape \[2,3,3\]/);
  });
});
