import { describe, expect, it } from 'vitest';
import { type Tensor, makeTensor } from '../../src/ir/tensor.ts';
import { type GraphSpec, differenceFromOracle, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';

const int = (value: number): Tensor => makeTensor('i64', [], BigInt64Array.of(BigInt(value)));
const bool = (value: number): Tensor => makeTensor('bool', [], Uint8Array.of(value));

/** state' = tanh(state + x); collects state'. x is of the graph around the loop. */
const BODY: GraphSpec = {
  nodes: [
    { op: 'Identity', inputs: ['c'], outputs: ['go'] },
    { op: 'Add', inputs: ['state', 'x'], outputs: ['sum'] },
    { op: 'Tanh', inputs: ['sum'], outputs: ['next'] },
  ],
  inputs: [{ name: 'i', dtype: 'i64', shape: [] }, { name: 'c', dtype: 'bool', shape: [] }, { name: 'state', shape: [2, 3] }],
  outputs: [{ name: 'go', dtype: 'bool' }, { name: 'next' }, { name: 'next' }],
};

function model(body: GraphSpec, constants: Readonly<Record<string, Tensor>>, outputs: readonly string[] = ['last', 'all']): GraphSpec {
  return {
    nodes: [{ op: 'Loop', inputs: ['M' in constants ? 'M' : '', 'cond' in constants ? 'cond' : '', 'x'], outputs, attrs: { body } }],
    inputs: [{ name: 'x', shape: [2, 3] }], outputs: outputs.map((name) => ({ name })), constants,
  };
}

/** Goes on while the iteration is below a limit: constant, since iteration numbers are. */
const COUNTING: GraphSpec = {
  ...BODY,
  nodes: [
    { op: 'Sub', inputs: ['limit', 'i'], outputs: ['rest'] },
    { op: 'Cast', inputs: ['rest'], outputs: ['go'], attrs: { to: 9 } },
    ...BODY.nodes.slice(1),
  ],
  constants: { limit: int(2) },
};

describe('Loop', () => {
  it.each([
    ['a trip count', model(BODY, { M: int(3) })],
    ['a trip count and a condition', model(BODY, { M: int(2), cond: bool(1) })],
    ['one iteration', model(BODY, { M: int(1) })],
    ['a condition of the iteration number', model(COUNTING, { M: int(9) })],
    ['final states only', model({ ...BODY, outputs: BODY.outputs.slice(0, 2) }, { M: int(3) }, ['last'])],
    ['no iteration', model({ ...BODY, outputs: BODY.outputs.slice(0, 2) }, { M: int(3), cond: bool(0) }, ['last'])],
  ])('equals ONNX Runtime: %s', async (_name, spec) => {
    expect(await differenceFromOracle(modelBytes(spec), floatInputs(spec))).toBeLessThan(1e-6);
  });

  it('reads functions of the iteration number as constants', () => {
    const body: GraphSpec = {
      ...BODY,
      nodes: [{ op: 'Identity', inputs: ['c'], outputs: ['go'] }, { op: 'Cast', inputs: ['i'], outputs: ['f'], attrs: { to: 1 } }, { op: 'Add', inputs: ['state', 'f'], outputs: ['next'] }],
    };
    const [last] = runCompiled(modelBytes(model(body, { M: int(4) }, ['last', 'all'])), [new Float32Array(6)]);
    expect(Array.from(last ?? [])).toEqual(new Array(6).fill(6));
  });

  const fails = (spec: GraphSpec): (() => unknown) => () => runCompiled(modelBytes(spec), floatInputs(spec));

  it('rejects trip counts and conditions that are known at run time only', () => {
    const computed: GraphSpec = { ...model(BODY, {}), nodes: [{ op: 'Loop', inputs: ['n', '', 'x'], outputs: ['last', 'all'], attrs: { body: BODY } }], inputs: [{ name: 'x', shape: [2, 3] }, { name: 'n', dtype: 'i64', shape: [] }] };
    expect(fails(computed)).toThrow(/QT2002: Loop .* input 'M' is computed at run time; it must be a constant/);
    const data: GraphSpec = { ...BODY, nodes: [{ op: 'Cast', inputs: ['state'], outputs: ['go'], attrs: { to: 9 } }, ...BODY.nodes.slice(1)], inputs: BODY.inputs };
    expect(fails(model(data, { M: int(3) }))).toThrow(/QT2002: Loop .* whether iteration 1 runs is known at run time only/);
  });

  it('rejects more nodes than may be written out, and collections without elements', () => {
    expect(fails(model(BODY, { M: int(100_000) }))).toThrow(/QT2002: Loop .* make more than 20000 nodes/);
    expect(fails(model(BODY, {}))).toThrow(/QT2002: Loop .* make more than 20000 nodes/);
    expect(fails(model(BODY, { M: int(0) }))).toThrow(/QT2002: Loop .* no iteration runs/);
  });
});
