import { describe, expect, it } from 'vitest';
import { lowerGraph } from '../../src/lower/lower.ts';
import { defineOp } from '../../src/ops/op-def.ts';
import { REGISTRY, makeRegistry } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import type { KernelCall, Program } from '../../src/kernels/program.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { GraphBuilder } from '../support/graph-builder.ts';
import { interpret, randomInputs } from '../support/interpreter.ts';
import { quantize, runInt8 } from '../support/op-runner.ts';
import { interpretProgram } from '../support/program-interpreter.ts';

function lowered(b: GraphBuilder, outputs: readonly string[]): Program {
  return lowerGraph(runPasses(b.build(outputs), FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['portable'] });
}

function outputBuffers(program: Program): { name: string; shape: readonly number[] }[] {
  return program.outputs.map(({ buffer }) => ({ name: program.buffers[buffer]?.name ?? '', shape: program.buffers[buffer]?.shape ?? [] }));
}

describe('lowerGraph', () => {
  it('names views after the buffer they share, and gives an output its own shape', () => {
    const b = new GraphBuilder();
    b.node('Sigmoid', [b.input('x', [2, 6])], {}, 's');
    b.node('Reshape', ['s', b.ints('shape', [3, 4])], {}, 'y');
    const program = lowered(b, ['y']);
    expect(program.calls.map((c) => c.kernel)).toEqual(['sigmoid_f32']);
    expect(outputBuffers(program)).toEqual([{ name: 'y', shape: [3, 4] }]);
  });

  it('copies where two outputs would share bytes', () => {
    const b = new GraphBuilder();
    b.node('Sigmoid', [b.input('x', [2, 6])], {}, 's');
    b.node('Reshape', ['s', b.ints('shape', [3, 4])], {}, 'y');
    b.node('Reshape', ['s', b.ints('flat', [12])], {}, 'z');
    const program = lowered(b, ['y', 's', 'z']);
    expect(outputBuffers(program)).toEqual([{ name: 'y', shape: [3, 4] }, { name: 's', shape: [2, 6] }, { name: 'z', shape: [12] }]);
    expect(new Set(program.outputs.map((o) => o.buffer)).size).toBe(3);
  });

  it('copies an output that is a view of an input', () => {
    const b = new GraphBuilder();
    b.node('Reshape', [b.input('x', [2, 6]), b.ints('shape', [12])], {}, 'y');
    const program = lowered(b, ['y']);
    const inputs = randomInputs(b.build(['y']));
    expect(program.outputs[0]?.buffer).not.toBe(program.inputs[0]?.buffer);
    expect(interpretProgram(program, inputs).get('y')).toEqual(interpret(b.build(['y']), inputs).get('y'));
  });

  it('stores equal constants once', () => {
    const b = new GraphBuilder();
    const data = Float32Array.from({ length: 12 }, (_, i) => i / 7);
    b.node('Gemm', [b.input('x', [1, 3]), b.constant('w', [3, 4], data), b.constant('c', [4], [1, 2, 3, 4])], {}, 'a');
    b.node('Gemm', [b.input('z', [1, 3]), b.constant('v', [3, 4], data), b.constant('d', [4], [1, 2, 3, 5])], {}, 'y');
    const { constants, calls } = lowered(b, ['a', 'y']);
    expect(constants.map((c) => c.data.length)).toEqual([12, 4, 4]);
    expect(calls.map((c) => c.operands.flatMap((o) => (o.kind === 'constant' ? [o.id] : [])))).toEqual([[0, 1], [0, 2]]);
  });

  it('rejects an operator that is supported on constants only', () => {
    const b = new GraphBuilder();
    b.node('OnConstants', [b.input('x', [4])], {}, 'y');
    const registry = makeRegistry([defineOp({ op: 'OnConstants', since: [13], arity: [1, 1], parse: () => ({}), infer: ({ inputs: [x] }) => (x ? [x] : []) })]);
    expect(() => lowerGraph(b.build(['y'], { registry }), { registry, isa: ['portable'] })).toThrow("QT2002: OnConstants 'OnConstants_0': its inputs are computed at run time; it is supported on constants only");
  });

  it('moves elements of any type, and rejects those that a kernel would misread', () => {
    const b = new GraphBuilder();
    b.node('Transpose', [b.input('x', [2, 3], 'i64')], {}, 'y');
    expect(lowered(b, ['y']).calls.map((c) => c.kernel)).toEqual(['copy_nd_64']);
    const other = new GraphBuilder();
    other.node('Sigmoid', [other.input('x', [2, 3], 'i32')], {}, 'y');
    expect(() => lowered(other, ['y'])).toThrow("QT2002: Sigmoid 'Sigmoid_0': element type i32 is not supported at run time");
  });

  it('adds a residual inside the convolution, onto the bytes of the residual', () => {
    const b = new GraphBuilder();
    b.node('Sigmoid', [b.input('x', [1, 3, 5, 5])], {}, 's');
    b.node('Conv', ['s', b.constant('w', [3, 3, 3, 3]), b.constant('b', [3])], { pads: [1, 1, 1, 1] }, 'c');
    b.node('Add', ['c', 's'], {}, 'a');
    b.node('Relu', ['a'], {}, 'r');
    b.node('Conv', ['r', b.constant('v', [3, 3, 1, 1])], {}, 'd');
    b.node('Add', ['d', 'r'], {}, 'e');
    b.node('Conv', ['e', b.constant('u', [3, 3, 1, 1])], {}, 'f');
    b.node('Add', ['r', 'f'], {}, 'y');
    const graph = b.build(['y']);
    const inputs = randomInputs(graph);
    const { integer } = quantize(graph, inputs);
    const plan = planProgram(lowerGraph(integer, { registry: REGISTRY, isa: ['portable'] }));
    const sums = plan.calls.filter((c) => c.kernel === 'conv2d_add_s8');
    expect(sums).toHaveLength(3);
    expect(plan.calls.filter((c) => c.kernel === 'add_s8')).toEqual([]);
    const placeOf = (call: KernelCall | undefined, index: number): number => {
      const operand = call?.operands[index];
      return operand?.kind === 'buffer' ? (plan.offsets[operand.id] ?? -1) : -1;
    };
    const [first, , last] = sums;
    expect(placeOf(last, 5)).toBe(placeOf(last, 4));
    expect(placeOf(first, 5)).not.toBe(placeOf(first, 4));
    expect(plan.units.filter((u) => u.op === 'Conv').map((u) => u.onnxNodes)).toEqual([['Conv_1', 'Add_2', 'Relu_3'], ['Conv_4', 'Add_5'], ['Conv_6', 'Add_7']]);
    expect(runInt8(graph, inputs).arithmeticSteps).toBeLessThan(3);
  });

  it('gives every unit its ONNX nodes, precision and multiply-accumulates', () => {
    const b = new GraphBuilder();
    b.node('Conv', [b.input('x', [1, 2, 4, 4]), b.constant('w', [3, 2, 1, 1])], {}, 'c');
    b.node('Relu', ['c'], {}, 'y');
    const [, conv] = lowered(b, ['y']).units;
    expect(conv).toMatchObject({ name: 'Conv_0', op: 'Conv', onnxNodes: ['Conv_0', 'Relu_1'], precision: 'float', macs: 96, outputShape: [1, 4, 4, 3] });
  });
});
