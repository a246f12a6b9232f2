// When each buffer is alive, in call indices. Inputs live from before the first call, outputs until after the last. A buffer and its parts live together,
// from the first write to one of them to the last read.
import { invariant } from '../diagnostics/diagnostic.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import { type BufferId, type KernelCall, type Program, rootOf } from '../kernels/program.ts';

export interface LiveRange {
  /** First call that needs the bytes; -1: before the first call. */
  readonly start: number;
  /** Last call that needs them; the number of calls: after the last. */
  readonly end: number;
}

export interface BufferUse {
  readonly buffer: BufferId;
  readonly reads: boolean;
  readonly writes: boolean;
  /** Operand name in the kernel's record. */
  readonly operand: string;
}

/** Buffer operands of a call with their direction. */
export function usesOfCall(call: KernelCall): BufferUse[] {
  const kernel = kernelOf(call.kernel);
  return call.operands.flatMap((operand, i) => {
    const def = kernel.operands[i];
    invariant(def !== undefined, `call of ${call.kernel} has ${call.operands.length} operands`);
    if (operand.kind !== 'buffer') return [];
    return [{ buffer: operand.id, reads: def.role === 'in' || def.role === 'const', writes: def.role === 'out' || def.role === 'inout', operand: def.name }];
  });
}

/** By buffer; parts have the range of the buffer that is placed for them. */
export function liveRanges(program: Program): LiveRange[] {
  const start = program.buffers.map(() => Infinity);
  const end = program.buffers.map(() => -Infinity);
  const touch = (id: BufferId, call: number): void => {
    const buffer = rootOf(program.buffers, id);
    start[buffer] = Math.min(start[buffer] ?? Infinity, call);
    end[buffer] = Math.max(end[buffer] ?? -Infinity, call);
  };
  for (const { buffer } of program.inputs) touch(buffer, -1);
  program.calls.forEach((call, index) => {
    for (const use of usesOfCall(call)) touch(use.buffer, index);
  });
  for (const { buffer } of program.outputs) touch(buffer, program.calls.length);
  return program.buffers.map((buffer) => {
    const root = rootOf(program.buffers, buffer.id);
    const range = { start: start[root] ?? Infinity, end: end[root] ?? -Infinity };
    invariant(range.start <= range.end, `buffer '${buffer.name}' is never used`);
    return range;
  });
}
