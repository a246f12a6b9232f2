import { describe, expect, it } from 'vitest';
import { type Attribute, type GraphSpec, differenceFromOracle, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';

/** state' = state + a * b; gives state' and tanh(a). */
const BODY: GraphSpec = {
  nodes: [
    { op: 'Mul', inputs: ['a', 'b'], outputs: ['product'] },
    { op: 'Add', inputs: ['state', 'product'], outputs: ['next'] },
    { op: 'Identity', inputs: ['next'], outputs: ['copy'] },
    { op: 'Tanh', inputs: ['a'], outputs: ['t'] },
  ],
  inputs: ['state', 'a', 'b'].map((name) => ({ name, shape: [3] })), outputs: ['next', 'copy', 't'].map((name) => ({ name })),
};

function model(attrs: Readonly<Record<string, Attribute>>, shapes: readonly (readonly number[])[]): GraphSpec {
  const names = ['s0', 'a0', 'b0'];
  const outputs = ['last', 'states', 'tanhs'];
  return {
    nodes: [{ op: 'Scan', inputs: names, outputs, attrs: { body: BODY, num_scan_inputs: 2, ...attrs } }],
    inputs: names.map((name, i) => ({ name, shape: shapes[i] ?? [] })), outputs: outputs.map((name) => ({ name })),
  };
}

describe('Scan', () => {
  it.each([
    ['first axes', {}, [[3], [4, 3], [4, 3]]],
    ['other axes', { scan_input_axes: [1, -1], scan_output_axes: [0, 1] }, [[3], [3, 4], [3, 4]]],
    ['backwards', { scan_input_directions: [1, 0], scan_output_directions: [0, 1] }, [[3], [4, 3], [4, 3]]],
    ['one step', {}, [[3], [1, 3], [1, 3]]],
  ])('equals ONNX Runtime: %s', async (_name, attrs, shapes) => {
    const spec = model(attrs, shapes);
    expect(await differenceFromOracle(modelBytes(spec), floatInputs(spec))).toBeLessThan(1e-6);
  });

  it('had batches in opset 8', async () => {
    const plain = model({}, [[2, 3], [2, 4, 3], [2, 4, 3]]);
    const [node] = plain.nodes;
    const spec: GraphSpec = { ...plain, nodes: node ? [{ ...node, inputs: ['', ...node.inputs] }] : [] };
    expect(await differenceFromOracle(modelBytes(spec, { opset: 8 }), floatInputs(spec))).toBeLessThan(1e-6);
  });

  it('rejects what does not fit', () => {
    const fails = (spec: GraphSpec): (() => unknown) => () => runCompiled(modelBytes(spec), floatInputs(spec));
    expect(fails(model({}, [[3], [4, 3], [5, 3]]))).toThrow(/QT2002: Scan .* scanned inputs have 4 and 5 steps/);
    expect(fails(model({ num_scan_inputs: 4 }, [[3], [4, 3], [4, 3]]))).toThrow(/QT2002: Scan .* 'num_scan_inputs' is 4; 1 to 3 are possible/);
    expect(fails(model({ scan_input_axes: [2, 0] }, [[3], [4, 3], [4, 3]]))).toThrow(/QT2002: Scan .* axis 2 is outside a tensor of rank 2/);
    expect(fails(model({ scan_input_axes: [0] }, [[3], [4, 3], [4, 3]]))).toThrow(/QT2002: Scan .* must be a list of 2 integers/);
  });
});
