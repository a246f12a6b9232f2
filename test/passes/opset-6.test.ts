// Models of opset 6 mean what they meant: broadcasting along an axis, one slope of PRelu per channel.
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/ir/tensor.ts';
import { type Attribute, floatInputs, modelBytes, runCompiled } from '../support/model-builder.ts';
import { constant } from '../support/op-case.ts';

function outputOf(op: string, { shape, second, attrs = {}, opset }: { shape: readonly number[]; second: Tensor; attrs?: Readonly<Record<string, Attribute>>; opset: number }): readonly number[] {
  const spec = { nodes: [{ op, inputs: ['x', 'b'], outputs: ['y'], attrs }], inputs: [{ name: 'x', shape }], outputs: [{ name: 'y' }], constants: { b: second } };
  return Array.from((runCompiled(modelBytes(spec, { opset }), floatInputs(spec))[0] ?? []) as ArrayLike<number>);
}

const values = [1, -2, 4];

describe('opset 6', () => {
  it.each(['Add', 'Sub', 'Mul', 'Div'])('%s broadcasts its second operand along an axis', (op) => {
    const shape = [2, 3, 4, 5];
    const today = outputOf(op, { shape, second: constant([3, 1, 1], values).tensor, opset: 13 });
    expect(outputOf(op, { shape, second: constant([3], values).tensor, attrs: { broadcast: 1, axis: 1 }, opset: 6 })).toEqual(today);
    const last = outputOf(op, { shape: [2, 4, 3], second: constant([3], values).tensor, opset: 13 });
    expect(outputOf(op, { shape: [2, 4, 3], second: constant([3], values).tensor, attrs: { broadcast: 1 }, opset: 6 })).toEqual(last);
  });

  it('has one slope of PRelu per channel', () => {
    const shape = [2, 3, 4, 5];
    const today = outputOf('PRelu', { shape, second: constant([3, 1, 1], [0.1, 0.5, 2]).tensor, opset: 13 });
    expect(outputOf('PRelu', { shape, second: constant([3], [0.1, 0.5, 2]).tensor, opset: 6 })).toEqual(today);
  });
});
