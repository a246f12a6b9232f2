import { describe, expect, it } from 'vitest';
import { makeTensor } from '../../src/ir/tensor.ts';
import { codeOf } from '../support/code-of.ts';
import { type GraphSpec, type NodeSpec, differenceFromOracle, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';

const scalarBool = (value: number): ReturnType<typeof makeTensor> => makeTensor('bool', [], Uint8Array.of(value));
const branch = (op: string, inputs: readonly string[]): GraphSpec => ({ nodes: [{ op, inputs, outputs: ['r'] }], inputs: [], outputs: [{ name: 'r' }] });

function model(nodes: readonly NodeSpec[], constants: GraphSpec['constants'] = {}): GraphSpec {
  return { nodes, inputs: [{ name: 'x', shape: [2, 3] }], outputs: [{ name: 'y' }], constants };
}

/** y = If(c) { x + x } else { tanh(x) }; branches read the graph around them. */
function choice(value: number): GraphSpec {
  return model([{ op: 'If', inputs: ['c'], outputs: ['y'], attrs: { then_branch: branch('Add', ['x', 'x']), else_branch: branch('Tanh', ['x']) } }], { c: scalarBool(value) });
}

describe('If', () => {
  it.each([0, 1])('takes the branch of a constant condition %i', async (value) => {
    const spec = choice(value);
    expect(await differenceFromOracle(modelBytes(spec), floatInputs(spec))).toBeLessThan(1e-6);
  });

  it('takes a condition that folding makes constant, with constants and branches inside a branch', async () => {
    const inner: GraphSpec = {
      nodes: [{ op: 'If', inputs: ['c'], outputs: ['r'], attrs: { then_branch: branch('Mul', ['t', 'half']), else_branch: branch('Sub', ['t', 'x']) } }],
      inputs: [], outputs: [{ name: 'r' }], constants: { half: makeTensor('f32', [], Float32Array.of(0.5)) },
    };
    const outer: GraphSpec = { ...inner, nodes: [{ op: 'Tanh', inputs: ['x'], outputs: ['t'] }, ...inner.nodes] };
    const spec = model([
      { op: 'Shape', inputs: ['x'], outputs: ['s'] },
      { op: 'Gather', inputs: ['s', 'zero'], outputs: ['first'] },
      { op: 'Cast', inputs: ['first'], outputs: ['c'], attrs: { to: 9 } },
      { op: 'If', inputs: ['c'], outputs: ['z'], attrs: { then_branch: outer, else_branch: branch('Relu', ['x']) } },
      { op: 'Add', inputs: ['z', 'x'], outputs: ['y'] },
    ], { zero: makeTensor('i64', [], BigInt64Array.of(0n)) });
    expect(await differenceFromOracle(modelBytes(spec), floatInputs(spec))).toBeLessThan(1e-6);
  });

  it.each([[[], 0], [[], 1], [[1], 1]])('computes both branches where the condition is known at run time only: shape %j, %i', async (shape, value) => {
    const spec: GraphSpec = { ...choice(0), inputs: [{ name: 'x', shape: [2, 3] }, { name: 'c', dtype: 'bool', shape }], constants: {} };
    const [x = new Float32Array()] = floatInputs(spec);
    expect(await differenceFromOracle(modelBytes(spec), [x, Uint8Array.of(value)])).toBeLessThan(1e-6);
  });

  it('rejects branches of different shapes where the condition is known at run time only', () => {
    const other: GraphSpec = { nodes: [{ op: 'Concat', inputs: ['x', 'x'], outputs: ['r'], attrs: { axis: 0 } }], inputs: [], outputs: [{ name: 'r' }] };
    const spec: GraphSpec = { nodes: [{ op: 'If', inputs: ['c'], outputs: ['y'], attrs: { then_branch: other, else_branch: branch('Tanh', ['x']) } }], inputs: [{ name: 'x', shape: [2, 3] }, { name: 'c', dtype: 'bool', shape: [] }], outputs: [{ name: 'y' }] };
    expect(() => runCompiled(modelBytes(spec), [])).toThrow(/QT2002: If .* output 0 is f32 \[4,3\] in one branch and f32 \[2,3\] in the other/);
  });

  it('may give an input or a constant as it is', () => {
    const pass: GraphSpec = { nodes: [], inputs: [], outputs: [{ name: 'x' }] };
    const spec = model([{ op: 'If', inputs: ['c'], outputs: ['y'], attrs: { then_branch: pass, else_branch: branch('Tanh', ['x']) } }], { c: scalarBool(1) });
    const [x = new Float32Array()] = floatInputs(spec);
    expect(runCompiled(modelBytes(spec), [x])[0]).toEqual(x);
  });

  it('does not mind an unknown operator in the branch that is not taken, and names it in the one that is', () => {
    const unknown = branch('Mystery', ['x']);
    const make = (c: number): Uint8Array => modelBytes(model([{ op: 'If', inputs: ['c'], outputs: ['y'], attrs: { then_branch: unknown, else_branch: branch('Tanh', ['x']) } }], { c: scalarBool(c) }));
    const inputs = floatInputs(choice(0));
    expect(runCompiled(make(0), inputs)).toHaveLength(1);
    expect(codeOf(() => runCompiled(make(1), inputs))).toBe('QT2001');
  });

  it('rejects conditions of several elements and missing branches', () => {
    const rejected = (attrs: NodeSpec['attrs'], c = scalarBool(1)): string => codeOf(() => runCompiled(modelBytes(model([{ op: 'If', inputs: ['c'], outputs: ['y'], ...(attrs ? { attrs } : {}) }], { c })), floatInputs(choice(0))));
    expect(rejected({ then_branch: branch('Tanh', ['x']) }, makeTensor('bool', [2], Uint8Array.of(1, 1)))).toBe('QT2002');
    expect(rejected({ else_branch: branch('Tanh', ['x']) })).toBe('QT2002');
  });
});
