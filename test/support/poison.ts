// A plan whose every arena byte is overwritten once nothing reads it any more: fills between the calls, on buffers of their own. What a plan
// promises is then seen on any runtime: outputs stay the same. Knows liveness from the calls alone, neither the planner's nor the checker's.
import { kernelOf } from '../../src/kernels/catalogue.ts';
import { type Buffer, type KernelCall, type PlannedProgram, rootOf } from '../../src/kernels/program.ts';

/** By buffer the last call that reads it or a part of it; one behind all calls for outputs. Of parts themselves nothing is said. */
function lastReads(plan: PlannedProgram): number[] {
  const last = plan.buffers.map(() => -1);
  plan.calls.forEach((call, index) => call.operands.forEach((o) => {
    if (o.kind === 'buffer') last[rootOf(plan.buffers, o.id)] = index;
  }));
  for (const { buffer } of plan.outputs) last[rootOf(plan.buffers, buffer)] = plan.calls.length;
  return last;
}

/** By buffer the first call that touches it; -1 for inputs. */
function firstWrites(plan: PlannedProgram): number[] {
  const first = plan.buffers.map(() => plan.calls.length);
  plan.calls.forEach((call, index) => call.operands.forEach((o) => {
    if (o.kind !== 'buffer') return;
    const root = rootOf(plan.buffers, o.id);
    first[root] = Math.min(first[root] ?? index, index);
  }));
  for (const { buffer } of plan.inputs) first[buffer] = -1;
  return first;
}

/** Runs of bytes that hold nothing alive between call `index` and the next one. */
function deadRuns(plan: PlannedProgram, index: number, lives: { readonly first: readonly number[]; readonly last: readonly number[] }): { from: number; bytes: number }[] {
  const alive = new Uint8Array(plan.arenaBytes);
  plan.buffers.forEach(({ id, bytes }) => {
    const from = plan.offsets[id] ?? 0;
    if ((lives.first[id] ?? 0) <= index && (lives.last[id] ?? 0) > index) alive.fill(1, from, from + bytes);
  });
  const runs: { from: number; bytes: number }[] = [];
  for (let at = 0; at < alive.length;) {
    const end = alive.indexOf(1, at) < 0 ? alive.length : alive.indexOf(1, at);
    if (end > at) runs.push({ from: at, bytes: end - at });
    at = end;
    while (at < alive.length && alive[at] === 1) at += 1;
  }
  return runs;
}

/** The plan with a fill of every dead run behind each call. */
export function poisoned(plan: PlannedProgram): PlannedProgram {
  const lives = { first: firstWrites(plan), last: lastReads(plan) };
  const buffers: Buffer[] = [...plan.buffers];
  const offsets = [...plan.offsets];
  const scratchOffsets: number[] = [];
  const pattern = { id: plan.constants.length, name: 'poison', role: 'table' as const, dtype: 'u8' as const, data: Uint8Array.of(0x5a, 0xa5, 0x81) };
  const calls = plan.calls.flatMap((call, index): KernelCall[] => {
    const fills = deadRuns(plan, index, lives).map(({ from, bytes }): KernelCall => {
      const id = buffers.length;
      buffers.push({ id, name: `dead${id}`, dtype: 'u8', shape: [bytes], bytes });
      offsets.push(from);
      return { unit: call.unit, kernel: 'fill_8', isa: 'portable', params: { count: bytes, period: 3 }, scratchBytes: 0, operands: [{ kind: 'constant', id: pattern.id }, { kind: 'buffer', id, byteOffset: 0 }] };
    });
    scratchOffsets.push(plan.scratchOffsets[index] ?? 0, ...fills.map(() => 0));
    return [call, ...fills];
  });
  return { ...plan, buffers, offsets, scratchOffsets, calls, constants: [...plan.constants, pattern] };
}

/** Whether some output of the plan lies over an input of the same call, which is what poison is to prove. */
export function overlapsSomewhere(plan: PlannedProgram): boolean {
  const range = (id: number): [number, number] => [plan.offsets[id] ?? 0, (plan.offsets[id] ?? 0) + (plan.buffers[id]?.bytes ?? 0)];
  return plan.calls.some((call) => {
    const uses = call.operands.map((o, i) => ({ o, role: kernelOf(call.kernel).operands[i]?.role }));
    return uses.some((a) => uses.some((b) => {
      if (a.o.kind !== 'buffer' || b.o.kind !== 'buffer' || a.role !== 'in' || b.role !== 'out') return false;
      const [[x, xEnd], [y, yEnd]] = [range(a.o.id), range(b.o.id)];
      return x < yEnd && y < xEnd;
    }));
  });
}
