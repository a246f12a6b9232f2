// One operator as a serialized model, compiled and run in float, against ONNX Runtime.
import type { Tensor } from '../../src/ir/tensor.ts';
import { type Attribute, differenceFromOracle, modelBytes } from './model-builder.ts';
import type { Argument } from './op-case.ts';

export interface OperatorCase {
  readonly op: string;
  readonly args: readonly (Argument | null)[];
  readonly attrs?: Readonly<Record<string, Attribute>>;
  readonly opset?: number;
  /** Element types of the outputs; one float output by default. */
  readonly outputs?: readonly Tensor['dtype'][];
}

/** Largest difference of any output from ONNX Runtime, relative to the output's largest value. */
export function differenceOf({ op, args, attrs = {}, opset = 18, outputs = ['f32'] }: OperatorCase): Promise<number> {
  const named = args.flatMap((a, i) => (a === null ? [] : [{ ...a, name: `x${i}` }]));
  const computed = named.filter((a) => !a.constant);
  const bytes = modelBytes({
    nodes: [{ op, inputs: args.map((a, i) => (a === null ? '' : `x${i}`)), outputs: outputs.map((_, i) => `y${i}`), attrs }],
    inputs: computed.map(({ name, tensor }) => ({ name, dtype: tensor.dtype, shape: tensor.shape })),
    outputs: outputs.map((dtype, i) => ({ name: `y${i}`, dtype })),
    constants: Object.fromEntries(named.filter((a) => a.constant).map(({ name, tensor }) => [name, tensor])),
  }, { opset });
  return differenceFromOracle(bytes, computed.map((a) => a.tensor.data));
}
