// Independent proof of a memory plan: replays the calls on a map of the arena that says which value owns each byte range, and fails where a
// call reads bytes that something else has overwritten. Shares no code with the planner.
import { invariant } from '../diagnostics/diagnostic.ts';
import { kernelOf, variantOf } from '../kernels/catalogue.ts';
import { ALIGNMENT, type BufferId, type KernelCall, type PlannedProgram } from '../kernels/program.ts';

interface Owned {
  readonly from: number;
  readonly to: number;
  readonly owner: BufferId;
}

/** Throws QT9001 naming call and buffer where the plan is wrong. */
export function checkPlan(plan: PlannedProgram): void {
  for (const buffer of plan.buffers) {
    const offset = plan.offsets[buffer.id] ?? -1;
    invariant(offset >= 0 && offset % ALIGNMENT === 0 && offset + buffer.bytes <= plan.arenaBytes, `buffer '${buffer.name}' lies outside the arena or is not aligned`);
  }
  let owned: Owned[] = [];
  for (const { buffer } of plan.inputs) owned = claim(plan, owned, buffer);
  plan.calls.forEach((call, index) => {
    owned = replay(plan, owned, { call, index });
  });
  for (const { buffer, name } of plan.outputs) invariant(isWhole(plan, owned, buffer), `output '${name}' is overwritten before the end`);
}

function rangeOf(plan: PlannedProgram, buffer: BufferId): { from: number; to: number } {
  const from = plan.offsets[buffer] ?? 0;
  return { from, to: from + (plan.buffers[buffer]?.bytes ?? 0) };
}

/** Takes [from, to) away from every other owner. */
function carve(owned: readonly Owned[], from: number, to: number): Owned[] {
  return owned.flatMap((o) => {
    if (o.to <= from || o.from >= to) return [o];
    return [{ ...o, to: Math.min(o.to, from) }, { ...o, from: Math.max(o.from, to) }].filter((part) => part.from < part.to);
  });
}

function claim(plan: PlannedProgram, owned: readonly Owned[], buffer: BufferId): Owned[] {
  const { from, to } = rangeOf(plan, buffer);
  const mine = owned.some((o) => o.owner === buffer && o.from === from && o.to === to);
  return mine ? [...owned] : [...carve(owned, from, to), { from, to, owner: buffer }];
}

function isWhole(plan: PlannedProgram, owned: readonly Owned[], buffer: BufferId): boolean {
  const { from, to } = rangeOf(plan, buffer);
  return owned.some((o) => o.owner === buffer && o.from <= from && o.to >= to);
}

function replay(plan: PlannedProgram, owned: readonly Owned[], at: { call: KernelCall; index: number }): Owned[] {
  const { call, index } = at;
  const kernel = kernelOf(call.kernel);
  const variant = variantOf(kernel, call.isa);
  const uses = call.operands.flatMap((o, i) => (o.kind === 'buffer' ? [{ id: o.id, def: kernel.operands[i] }] : []));
  const inputs = uses.filter((u) => u.def?.role === 'in');
  const outputs = uses.filter((u) => u.def?.role === 'out' || u.def?.role === 'inout');
  for (const input of inputs) invariant(isWhole(plan, owned, input.id), `call ${index} (${call.kernel}) reads '${plan.buffers[input.id]?.name}' after it was overwritten`);
  const scratchFrom = plan.scratchOffsets[index] ?? 0;
  const scratch = { from: scratchFrom, to: scratchFrom + call.scratchBytes };
  const disjoint = (a: { from: number; to: number }, b: { from: number; to: number }): boolean => a.to <= b.from || b.to <= a.from;
  invariant(scratch.from >= 0 && scratch.to <= plan.arenaBytes && scratch.from % ALIGNMENT === 0, `scratch of call ${index} lies outside the arena`);
  for (const use of uses) invariant(call.scratchBytes === 0 || disjoint(rangeOf(plan, use.id), scratch), `scratch of call ${index} (${call.kernel}) overlaps '${plan.buffers[use.id]?.name}'`);
  for (const output of outputs) {
    for (const input of inputs) {
      const [a, b] = [rangeOf(plan, input.id), rangeOf(plan, output.id)];
      const together = a.from === b.from && variant.inPlace?.(call.params, input.def?.name ?? '') === true;
      invariant(disjoint(a, b) || together, `call ${index} (${call.kernel}) writes '${plan.buffers[output.id]?.name}' over its input '${plan.buffers[input.id]?.name}'`);
    }
  }
  const carved = carve(owned, scratch.from, scratch.to);
  return outputs.reduce((state, output) => claim(plan, state, output.id), carved);
}
