import { describe, expect, it } from 'vitest';
import { makeTensor } from '../../src/ir/tensor.ts';
import { type Attribute, type GraphSpec, differenceFromOracle, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';

interface Spec {
  readonly attrs?: Readonly<Record<string, Attribute>>;
  /** Shapes of q, k, v. */
  readonly shapes?: readonly (readonly number[])[];
  readonly mask?: readonly number[];
  readonly constantMask?: ReturnType<typeof makeTensor>;
  /** Steps of past keys and values. */
  readonly past?: number;
  readonly outputs?: readonly string[];
}

const PLAIN = [[2, 4, 3, 8], [2, 4, 5, 8], [2, 4, 5, 6]];
const GROUPED = [[2, 4, 3, 8], [2, 2, 5, 8], [2, 2, 5, 6]];
const FLAT = [[2, 3, 32], [2, 5, 16], [2, 5, 12]];

function model({ attrs = {}, shapes = PLAIN, mask, constantMask, past = 0, outputs = ['y'] }: Spec): GraphSpec {
  const heads = shapes === PLAIN ? 4 : 2;
  const optional = [...(mask ? [{ name: 'm', shape: mask }] : []), ...(past ? [{ name: 'pk', shape: [2, heads, past, 8] }, { name: 'pv', shape: [2, heads, past, 6] }] : [])];
  const inputs = ['q', 'k', 'v', mask || constantMask ? 'm' : '', past ? 'pk' : '', past ? 'pv' : ''];
  return {
    nodes: [{ op: 'Attention', inputs: inputs.slice(0, inputs.findLastIndex((n) => n !== '') + 1), outputs, attrs }],
    inputs: [...['q', 'k', 'v'].map((name, i) => ({ name, shape: shapes[i] ?? [] })), ...optional],
    outputs: outputs.filter((o) => o !== '').map((name) => ({ name })), ...(constantMask ? { constants: { m: constantMask } } : {}),
  };
}

const FLAT_HEADS = { q_num_heads: 4, kv_num_heads: 2 };
const boolMask = makeTensor('bool', [3, 5], Uint8Array.from({ length: 15 }, (_, i) => Number(i % 4 !== 1)));

const CASES: readonly (readonly [string, Spec])[] = [
  ['four dimensions', {}],
  ['three dimensions', { shapes: FLAT, attrs: FLAT_HEADS }],
  ['groups of query heads', { shapes: GROUPED }],
  ['scale and softcap', { attrs: { scale: { float: 0.3 }, softcap: { float: 0.7 } } }],
  ['causal', { attrs: { is_causal: 1 } }],
  ['a float mask', { mask: [3, 5] }],
  ['a mask of each head', { mask: [4, 3, 5] }],
  ['a mask of all dimensions, causal, groups', { mask: [2, 1, 3, 5], attrs: { is_causal: 1 }, shapes: GROUPED }],
  ['a constant mask of truth values', { constantMask: boolMask }],
  ['past keys and values', { past: 4, outputs: ['y', 'present_key', 'present_value'] }],
  ['past keys and values, causal, three dimensions', { past: 4, attrs: { ...FLAT_HEADS, is_causal: 1 }, shapes: FLAT, outputs: ['y', 'present_key', 'present_value'] }],
  ['raw scores', { mask: [3, 5], outputs: ['y', '', '', 'scores'] }],
  ['probabilities', { mask: [3, 5], outputs: ['y', '', '', 'scores'], attrs: { qk_matmul_output_mode: 3 } }],
];

describe('Attention', () => {
  it.each(CASES)('equals ONNX Runtime: %s', async (_name, spec) => {
    const graph = model(spec);
    expect(await differenceFromOracle(modelBytes(graph, { opset: 23 }), floatInputs(graph))).toBeLessThan(1e-5);
  });

  it('gives zeros where nothing may be attended to', () => {
    const graph = model({ constantMask: makeTensor('bool', [3, 5], Uint8Array.from({ length: 15 }, (_, i) => Number(i >= 5))) });
    const [y = new Float32Array()] = runCompiled(modelBytes(graph, { opset: 23 }), floatInputs(graph));
    const rows = Array.from({ length: 24 }, (_, r) => Array.from(y.subarray(6 * r, 6 * (r + 1)) as Float32Array));
    expect(rows.every((row, r) => row.every((v) => Number.isFinite(v) && (r % 3 !== 0 || v === 0)))).toBe(true);
    expect(rows.some((row) => row.some((v) => v !== 0))).toBe(true);
  });

  it('takes a mask of truth values that is computed', () => {
    const graph = model({ constantMask: boolMask });
    const computed: GraphSpec = { ...graph, inputs: [...graph.inputs, { name: 'm', dtype: 'bool', shape: [3, 5] }], constants: {} };
    const inputs = floatInputs(graph);
    const [a, b] = [runCompiled(modelBytes(graph, { opset: 23 }), inputs), runCompiled(modelBytes(computed, { opset: 23 }), [...inputs, boolMask.data])];
    expect(a).toEqual(b);
  });

  it('fills masks that are too short with what may not be attended to', () => {
    const short = model({ constantMask: makeTensor('f32', [3, 2], new Float32Array(6)) });
    const whole = model({ constantMask: makeTensor('bool', [3, 5], Uint8Array.from({ length: 15 }, (_, i) => Number(i % 5 < 2))) });
    const [a, b] = [short, whole].map((graph) => runCompiled(modelBytes(graph, { opset: 24 }), floatInputs(graph))[0]);
    expect(a).toEqual(b);
  });

  it('rejects what does not belong together', () => {
    const fails = (spec: Spec): (() => unknown) => () => runCompiled(modelBytes(model(spec), { opset: 23 }), floatInputs(model(spec)));
    expect(fails({ shapes: FLAT })).toThrow(/QT2002: Attention .* 'q_num_heads' is 0/);
    expect(fails({ shapes: [[2, 4, 3, 8], [2, 3, 5, 8], [2, 3, 5, 6]] })).toThrow(/QT2002: Attention .* 4 query heads cannot share 3 key heads/);
    expect(fails({ shapes: [[2, 4, 3, 8], [2, 4, 5, 7], [2, 4, 5, 6]] })).toThrow(/QT2002: Attention .* do not belong together/);
    expect(fails({ outputs: ['y', '', '', 'scores'], attrs: { qk_matmul_output_mode: 4 } })).toThrow(/QT2002: Attention .* 'qk_matmul_output_mode' is 4/);
  });
});
