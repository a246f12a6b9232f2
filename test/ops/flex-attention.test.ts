import { describe, expect, it } from 'vitest';
import { makeTensor } from '../../src/ir/tensor.ts';
import { type Attribute, type GraphSpec, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';

const SHAPES = [[2, 4, 3, 8], [2, 2, 5, 8], [2, 2, 5, 6]];

function model(attrs: Readonly<Record<string, Attribute>>, shapes = SHAPES): GraphSpec {
  return { nodes: [{ op: 'FlexAttention', domain: 'ai.onnx.preview', inputs: ['q', 'k', 'v'], outputs: ['y'], attrs }], inputs: ['q', 'k', 'v'].map((name, i) => ({ name, shape: shapes[i] ?? [] })), outputs: [{ name: 'y' }] };
}

/** One node with a constant. */
function graph(op: string, constant: number): GraphSpec {
  return { nodes: [{ op, inputs: ['s', 'c'], outputs: ['r'] }], inputs: [{ name: 's' }], outputs: [{ name: 'r' }], constants: { c: makeTensor('f32', [], Float32Array.of(constant)) } };
}

/** From the definition: score and probability pass through the given functions. */
function expected([q = [], k = [], v = []]: readonly ArrayLike<number>[], scale: number, score: (s: number) => number, probability: (p: number) => number): number[] {
  const out: number[] = [];
  for (let head = 0; head < 8; head++) {
    const group = Math.floor(head / 4) * 2 + Math.floor((head % 4) / 2);
    for (let row = 0; row < 3; row++) {
      const scores = Array.from({ length: 5 }, (_, c) => score(scale * Array.from({ length: 8 }, (_u, i) => (q[(head * 3 + row) * 8 + i] ?? 0) * (k[(group * 5 + c) * 8 + i] ?? 0)).reduce((a, b) => a + b)));
      const terms = scores.map(Math.exp);
      const sum = terms.reduce((a, b) => a + b);
      for (let i = 0; i < 6; i++) out.push(terms.reduce((a, t, c) => a + probability(t / sum) * (v[(group * 5 + c) * 6 + i] ?? 0), 0));
    }
  }
  return out;
}

describe('FlexAttention', () => {
  it.each([
    ['as it is', {}, 1 / Math.sqrt(8), (s: number) => s, (p: number) => p],
    ['scaled', { scale: { float: 0.7 } }, 0.7, (s: number) => s, (p: number) => p],
    ['with graphs', { score_mod: graph('Mul', 3), prob_mod: graph('Sub', 0.1) }, 1 / Math.sqrt(8), (s: number) => 3 * s, (p: number) => p - 0.1],
  ] as const)('follows its definition: %s', (_name, attrs, scale, score, probability) => {
    const inputs = floatInputs(model(attrs));
    const [y = new Float32Array()] = runCompiled(modelBytes(model(attrs), { opset: 26, domains: { 'ai.onnx.preview': 1 } }), inputs);
    expected(inputs, scale, score, probability).forEach((want, i) => expect(Number(y[i])).toBeCloseTo(want, 5));
  });

  it('rejects heads that do not belong together', () => {
    expect(() => runCompiled(modelBytes(model({}, [[2, 4, 3, 8], [2, 3, 5, 8], [2, 3, 5, 6]]), { opset: 26, domains: { 'ai.onnx.preview': 1 } }), [])).toThrow(/QT2002: FlexAttention .* 4 query heads cannot share 3 key heads/);
  });
});
