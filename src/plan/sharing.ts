// Which buffers may share bytes although one call reads the one and writes the other: the output of a call and an input that dies there, where the
// kernel variant allows it. What a variant allows is in its record; nothing here knows a kernel.
import { kernelOf, variantOf } from '../kernels/catalogue.ts';
import { type Buffer, type BufferId, type KernelCall, type Program, rootOf } from '../kernels/program.ts';
import { type BufferUse, type LiveRange, usesOfCall } from './liveness.ts';

export interface Sharing {
  readonly output: BufferId;
  readonly input: BufferId;
  /** Whether both may begin at the same byte. */
  readonly inPlace: boolean;
  /** Bytes by which the output has to begin below the input, at least; null: it may not grow over it. */
  readonly distance: number | null;
}

/** Inputs of a call that end with it, outputs that begin with it, each used once and as a whole; none is a part of another buffer, nor is one used. */
function partners({ buffers }: { readonly buffers: readonly Buffer[] }, call: KernelCall, index: number, ranges: readonly LiveRange[]): { readonly dying: readonly BufferUse[]; readonly born: readonly BufferUse[] } {
  const uses = usesOfCall(call);
  const whole = call.operands.every((o) => o.kind !== 'buffer' || o.byteOffset === 0);
  const once = (use: BufferUse): boolean => whole && buffers[use.buffer]?.within === undefined && uses.filter((other) => rootOf(buffers, other.buffer) === use.buffer).length === 1;
  return {
    dying: uses.filter((u) => u.reads && !u.writes && once(u) && ranges[u.buffer]?.end === index),
    born: uses.filter((u) => u.writes && once(u) && ranges[u.buffer]?.start === index),
  };
}

/** All pairs of the program that may share bytes. */
export function sharings(program: Program, ranges: readonly LiveRange[]): Sharing[] {
  return program.calls.flatMap((call, index) => {
    const variant = variantOf(kernelOf(call.kernel), call.isa);
    const { dying, born } = partners(program, call, index, ranges);
    const single = usesOfCall(call).filter((u) => u.writes).length === 1;
    return born.flatMap((output) => dying.map((input) => ({
      output: output.buffer,
      input: input.buffer,
      inPlace: variant.inPlace?.(call.params, input.operand) === true,
      distance: single ? (variant.overlap?.(call.params, input.operand) ?? null) : null,
    }))).filter(({ inPlace, distance }) => inPlace || distance !== null);
  });
}
