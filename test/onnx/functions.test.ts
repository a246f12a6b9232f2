// Model-local functions: what they compute, with names, attributes, subgraphs and other functions in them.
import { describe, expect, it } from 'vitest';
import { codeOf } from '../support/code-of.ts';
import { type GraphSpec, differenceFromOracle, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';
import { makeTensor } from '../../src/ir/tensor.ts';

const IMPORTS = [{ domain: '', version: 17 }, { domain: 'local', version: 1 }];

/** b = a * a, with a value that is called as one of the model. */
const SQUARE = { name: 'Square', domain: 'local', input: ['a'], output: ['b'], opsetImport: IMPORTS, node: [{ opType: 'Identity', input: ['a'], output: ['t'] }, { opType: 'Mul', input: ['t', 'a'], output: ['b'] }] };
/** Softmax over an axis that the caller gives, or 0. */
const SOFT = {
  name: 'Soft', domain: 'local', input: ['a'], output: ['b'], opsetImport: IMPORTS, attributeProto: [{ name: 'along', i: 0, type: 2 }],
  node: [{ opType: 'Softmax', input: ['a'], output: ['b'], attribute: [{ name: 'axis', type: 2, refAttrName: 'along' }] }],
};
/** Calls Square twice, once in a branch that reads around itself. */
const TWICE = {
  name: 'Twice', domain: 'local', input: ['a', 'c'], output: ['b'], opsetImport: IMPORTS,
  node: [
    { opType: 'Square', domain: 'local', input: ['a'], output: ['s'] },
    {
      opType: 'If', input: ['c'], output: ['b'],
      attribute: ['then_branch', 'else_branch'].map((name) => ({ name, type: 5, g: { name, node: [{ opType: 'Square', domain: 'local', input: ['s'], output: ['r'] }], output: [{ name: 'r' }] } })),
    },
  ],
};

function model(nodes: GraphSpec['nodes'], constants: GraphSpec['constants'] = {}): GraphSpec {
  return { nodes, inputs: [{ name: 'x', shape: [2, 3] }], outputs: [{ name: 'y' }], constants };
}

async function difference(spec: GraphSpec, functions: readonly object[]): Promise<number> {
  return differenceFromOracle(modelBytes(spec, { functions }), floatInputs(spec));
}

describe('model-local functions', () => {
  it('are written out under names of their own', async () => {
    const spec = model([
      { op: 'Square', domain: 'local', inputs: ['x'], outputs: ['t'] },
      { op: 'Square', domain: 'local', inputs: ['t'], outputs: ['u'] },
      { op: 'Add', inputs: ['t', 'u'], outputs: ['y'] },
    ]);
    expect(await difference(spec, [SQUARE])).toBeLessThan(1e-6);
  });

  it.each([[{ along: 1 }], [{}]])('take attributes: %j', async (attrs) => {
    expect(await difference(model([{ op: 'Soft', domain: 'local', inputs: ['x'], outputs: ['y'], attrs }]), [SOFT])).toBeLessThan(1e-6);
  });

  it('call other functions, in subgraphs too', async () => {
    const spec = model([{ op: 'Twice', domain: 'local', inputs: ['x', 'c'], outputs: ['y'] }], { c: makeTensor('bool', [], Uint8Array.of(1)) });
    expect(await difference(spec, [SQUARE, TWICE])).toBeLessThan(1e-6);
  });

  it('are refused where they import another opset, or get more inputs than they have', () => {
    const spec = model([{ op: 'Square', domain: 'local', inputs: ['x'], outputs: ['y'] }]);
    const old = { ...SQUARE, opsetImport: [{ domain: '', version: 9 }] };
    expect(codeOf(() => runCompiled(modelBytes(spec, { functions: [old] }), floatInputs(spec)))).toBe('QT1005');
    const many = model([{ op: 'Square', domain: 'local', inputs: ['x', 'x'], outputs: ['y'] }]);
    expect(codeOf(() => runCompiled(modelBytes(many, { functions: [SQUARE] }), floatInputs(many)))).toBe('QT1007');
  });
});
