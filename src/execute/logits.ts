// The tensors that errors are measured on: for each output the input of the softmax that makes it, where there is one.
import type { TensorData } from '../ir/dtype.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import type { BufferId, PlannedProgram } from '../kernels/program.ts';
import { realOutputs, toReal } from './encode.ts';
import type { Executor } from './executor.ts';

export interface Logits {
  readonly buffer: BufferId;
  /** Unit after which the buffer is complete; -1 for an input. */
  readonly unit: number;
}

const CONVERSIONS = ['dequantize_s8_f32', 'flip_sign_8', 'quantize_f32_s8'];

function writerOf(program: PlannedProgram, buffer: BufferId): number {
  return program.calls.findLastIndex((call) => {
    const { operands } = kernelOf(call.kernel);
    return call.operands.some((o, i) => o.kind === 'buffer' && o.id === buffer && operands[i]?.role !== 'in');
  });
}

function inputOf(program: PlannedProgram, index: number): BufferId | null {
  const operand = program.calls[index]?.operands[0];
  return operand?.kind === 'buffer' ? operand.id : null;
}

/** Per output: the buffer before its softmax, or null where no softmax makes it. */
export function logitsOf(program: PlannedProgram): (Logits | null)[] {
  return program.outputs.map((output) => {
    let buffer: BufferId | null = output.buffer;
    for (let steps = 0; buffer !== null && steps < 4; steps++) {
      const index = writerOf(program, buffer);
      const kernel = program.calls[index]?.kernel ?? '';
      const source = inputOf(program, index);
      if (kernel.startsWith('softmax') && source !== null) {
        const before = writerOf(program, source);
        return { buffer: source, unit: program.calls[before]?.unit ?? -1 };
      }
      if (!CONVERSIONS.includes(kernel)) return null;
      buffer = source;
    }
    return null;
  });
}

/** Runs once and keeps the tensors before a final softmax. */
export function runWithLogits(executor: Executor, logits: readonly (Logits | null)[], inputs: readonly TensorData[]): { outputs: Float32Array[]; logits: Float32Array[] } {
  const { program } = executor;
  const kept: (Float32Array | null)[] = logits.map(() => null);
  const raw = executor.run(inputs, (unit) => {
    logits.forEach((l, i) => {
      if (l !== null && l.unit === unit) kept[i] = toReal(program, l.buffer, executor.buffer(l.buffer)).slice();
    });
  });
  const outputs = realOutputs(program, raw);
  return { outputs, logits: kept.map((k, i) => k ?? outputs[i] ?? new Float32Array(0)) };
}
