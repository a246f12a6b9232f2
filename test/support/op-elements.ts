// Element-wise operators in tests: operands of any element type, and an operator computed by its kernels on them.
import { type DType, bytesOf } from '../../src/ir/dtype.ts';
import type { Tensor } from '../../src/ir/tensor.ts';
import { elementCount, toNumbers } from '../../src/ir/tensor.ts';
import { random } from '../kernels/cases/kernel-case.ts';
import { type Argument, type Options, graphOf, input } from './op-case.ts';
import { type FloatRun, type Int8Run, runFloat, runGraph, runInt8 } from './op-runner.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { REGISTRY } from '../../src/ops/registry.ts';

export const SIGNED: readonly DType[] = ['i8', 'i16', 'i32', 'i64'];
export const UNSIGNED: readonly DType[] = ['u8', 'u16', 'u32', 'u64'];
export const INTEGERS: readonly DType[] = [...SIGNED, ...UNSIGNED];

/** Small numbers of both signs where the type has them, and its extremes; 64-bit ones within what a double holds. */
export function operand(dtype: DType, shape: readonly number[], seed = 1): Argument {
  const next = random(seed);
  const bits = Math.min(53, 8 * bytesOf(dtype));
  const extremes = dtype.startsWith('i') ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
  const one = (): number => {
    if (dtype === 'bool') return next() < 0.5 ? 0 : 1;
    if (dtype === 'f32') return (next() - 0.5) * 6;
    const pick = next();
    return pick < 0.15 ? (extremes[0] ?? 0) : pick < 0.3 ? (extremes[1] ?? 0) : Math.round(next() * 20) - (dtype.startsWith('i') ? 10 : 0);
  };
  return input(shape, Array.from({ length: elementCount(shape) }, one), dtype);
}

/** Floats spread over a range. */
export function spread(low: number, high: number, count = 66): Argument {
  return input([2, count / 2], Float32Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1)));
}

export function inputsOf(args: readonly (Argument | null)[]): Map<string, Tensor> {
  return new Map(args.flatMap((a, i): [string, Tensor][] => (a && !a.constant ? [[`x${i}`, a.tensor]] : [])));
}

/** The operator computed by its kernels: the largest difference from its reference, relative to the largest output, and the kernels. */
export function runOp(op: string, args: readonly (Argument | null)[], options: Options = {}): FloatRun {
  return runFloat(graphOf(op, args, options), inputsOf(args));
}

/** What the kernels compute. */
export function computed(op: string, args: readonly (Argument | null)[], options: Options = {}): number[] {
  const graph = runPasses(graphOf(op, args, options), FLOAT_PASSES, { registry: REGISTRY });
  const result = runGraph(graph, inputsOf(args)).outputs.get('y');
  if (!result) throw new Error(`${op} has no output`);
  return toNumbers(result);
}

export function runOpInt8(op: string, args: readonly (Argument | null)[], options: Options = {}): Int8Run {
  return runInt8(graphOf(op, args, options), inputsOf(args));
}
