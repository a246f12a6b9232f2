// Merges buffers that may share their bytes: an element-wise output with the input that dies at the same call. A merged block is placed once.
import { kernelOf, variantOf } from '../kernels/catalogue.ts';
import type { BufferId, Program } from '../kernels/program.ts';
import { type LiveRange, usesOfCall } from './liveness.ts';

export interface Block {
  readonly buffers: readonly BufferId[];
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
}

/** Blocks of buffers that share one place, in order of their first use. */
export function mergeInPlace(program: Program, ranges: readonly LiveRange[]): Block[] {
  const parent = program.buffers.map((_, i) => i);
  const root = (id: BufferId): BufferId => {
    let at = id;
    while (parent[at] !== undefined && parent[at] !== at) at = parent[at] ?? at;
    return at;
  };
  program.calls.forEach((call, index) => {
    const uses = usesOfCall(call);
    const output = uses.find((u) => u.writes);
    const variant = variantOf(kernelOf(call.kernel), call.isa);
    if (output === undefined || ranges[output.buffer]?.start !== index) return;
    const dying = uses.find((u) => {
      const same = program.buffers[u.buffer]?.bytes === program.buffers[output.buffer]?.bytes;
      const dies = ranges[u.buffer]?.end === index && uses.filter((o) => o.buffer === u.buffer).length === 1;
      return u.reads && !u.writes && same && dies && wholeBuffers(call.operands) && variant.inPlace?.(call.params, u.operand) === true;
    });
    if (dying !== undefined) parent[root(output.buffer)] = root(dying.buffer);
  });
  const groups = new Map<BufferId, BufferId[]>();
  for (const { id } of program.buffers) groups.set(root(id), [...(groups.get(root(id)) ?? []), id]);
  return [...groups.values()].map((buffers) => ({
    buffers,
    bytes: Math.max(...buffers.map((b) => program.buffers[b]?.bytes ?? 0)),
    start: Math.min(...buffers.map((b) => ranges[b]?.start ?? 0)),
    end: Math.max(...buffers.map((b) => ranges[b]?.end ?? 0)),
  }));
}

function wholeBuffers(operands: Program['calls'][number]['operands']): boolean {
  return operands.every((o) => o.kind !== 'buffer' || o.byteOffset === 0);
}
