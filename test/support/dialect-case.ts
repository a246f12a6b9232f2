// An operator of a quantized dialect between the QuantizeLinear of a float input and a DequantizeLinear: what it becomes, and how far its outputs are from those
// of ONNX Runtime on the same bytes.
import type { Graph } from '../../src/ir/graph.ts';
import { elementCount } from '../../src/ir/tensor.ts';
import { floatUnits } from '../../src/quantize/integer-only.ts';
import { randomFloats } from './graph-builder.ts';
import { type Grid, QdqModel } from './qdq-model.ts';
import { compileQdq, shareOff, stepsFromOracle } from './qdq-run.ts';
import { typedOps } from './quantized-graph.ts';

export interface Operand {
  readonly grid: Grid;
  /** Stored value, scale and zero point. */
  readonly triple: readonly [string, string, string];
}

export interface Outcome {
  readonly graph: Graph;
  /** Between the first and the last conversion. */
  readonly ops: readonly string[];
  /** Units that compute in float. */
  readonly float: number;
  /** Share of outputs that are one step off. */
  readonly off: number;
}

export interface Case {
  readonly shape: readonly number[];
  readonly input?: Grid;
  readonly output?: Grid;
  readonly opset?: number;
  /** Adds the operator; gives its stored output. */
  build(m: QdqModel, x: Operand, y: readonly [string, string]): string;
}

export const INPUT: Grid = { scale: 0.0157, zero: -7 };
export const OUTPUT: Grid = { scale: 0.0213, zero: 9 };

export async function dialectCase({ shape, input = INPUT, output = OUTPUT, opset = 13, build }: Case): Promise<Outcome> {
  const m = new QdqModel();
  m.input('x', shape);
  const x: Operand = { grid: input, triple: [m.quantize('x', input), ...m.grid(input)] };
  m.dequantize(build(m, x, m.grid(output)), output, 'y');
  const bytes = m.bytes({ y: 'f32' }, opset);
  const { graph } = await compileQdq(bytes);
  const samples = Array.from({ length: 20 }, (_, i) => [randomFloats(elementCount(shape), 70 + i).map((v) => 2 * v)]);
  return { graph, ops: typedOps(graph).slice(1, -1), float: floatUnits(graph).length, off: shareOff(await stepsFromOracle(bytes, samples)) };
}

/** A stored constant with its scale and zero point. */
export function operand(m: QdqModel, shape: readonly number[], values: readonly number[], grid: Grid): readonly [string, string, string] {
  return [m.constant(grid.dtype ?? 'i8', shape, values), ...m.grid(grid)];
}
