// Independent proof of a memory plan: replays the calls on a map of the arena that says which value owns each byte range, and fails where a
// call reads bytes that something else has overwritten, itself included: where an output lies over an input, the distance between them must be one
// that the kernel variant states. What is read may have been written as a whole, in parts, or as a part of something larger. Shares no code with the planner.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf } from '../ir/dtype.ts';
import { kernelOf, variantOf } from '../kernels/catalogue.ts';
import { ALIGNMENT, type Buffer, type BufferId, type KernelCall, type PlannedProgram } from '../kernels/program.ts';

interface Owned {
  readonly from: number;
  readonly to: number;
  readonly owner: BufferId;
}

/** Throws QT9001 naming call and buffer where the plan is wrong. */
export function checkPlan(plan: PlannedProgram): void {
  checkRegions(plan);
  for (const buffer of plan.buffers) checkPlace(plan, buffer);
  let owned: Owned[] = [];
  const written = new Set([...plan.inputs.map((io) => io.buffer), ...plan.calls.flatMap((call) => usesOf(call).filter(writes).map((use) => use.id))]);
  for (const { buffer } of plan.inputs) owned = claim(plan, owned, buffer);
  plan.calls.forEach((call, index) => {
    owned = replay(plan, owned, { call, index, written });
  });
  for (const { buffer, name } of plan.outputs) invariant(isWhole(plan, owned, { buffer, written }), `output '${name}' is overwritten before the end`);
}

/** Arenas lie one behind the other, each within its region; constants fit theirs. */
function checkRegions({ arenas, arenaBytes, flash, constants, constantRegions }: PlannedProgram): void {
  const ends = arenas.map(({ start, bytes }) => start + bytes);
  arenas.forEach(({ region, start, bytes, room }, i) => {
    invariant(start % ALIGNMENT === 0 && start >= (ends[i - 1] ?? 0) && start + bytes <= arenaBytes, `the arena in region '${region}' lies over another or is not aligned`);
    invariant(room === null || bytes <= room, `the arena of ${bytes} bytes is larger than region '${region}'`);
  });
  for (const { region, room } of flash) {
    const bytes = constants.filter((_, i) => constantRegions[i] === region).reduce((sum, c) => sum + c.data.byteLength, 0);
    invariant(bytes <= room, `constants of ${bytes} bytes are larger than region '${region}'`);
  }
  invariant(flash.length === 0 || constants.every((_, i) => flash.some(({ region }) => constantRegions[i] === region)), 'a constant has no region');
}

/** Whether the bytes lie in one arena. */
function inOneArena({ arenas }: PlannedProgram, from: number, to: number): boolean {
  return arenas.some(({ start, bytes }) => from >= start && to <= start + bytes);
}

function checkPlace(plan: PlannedProgram, { id, name, bytes, dtype, within }: Buffer): void {
  const offset = plan.offsets[id] ?? -1;
  const alignment = within === undefined ? ALIGNMENT : bytesOf(dtype);
  invariant(offset >= 0 && offset % alignment === 0 && inOneArena(plan, offset, offset + bytes), `buffer '${name}' lies outside the arena or is not aligned`);
  if (within === undefined) return;
  const whole = rangeOf(plan, within.buffer);
  invariant(within.buffer !== id && offset === whole.from + within.byteOffset && offset >= whole.from && offset + bytes <= whole.to, `buffer '${name}' lies outside the one that it is a part of`);
}

/** Whether `inner` is `outer` or a part of it, or of a part of it. */
function isPartOf(plan: PlannedProgram, inner: BufferId, outer: BufferId): boolean {
  let at: BufferId | undefined = inner;
  while (at !== undefined && at !== outer) at = plan.buffers[at]?.within?.buffer;
  return at === outer;
}

/** Whether what was written to one of them is what the other holds where they share bytes. */
function areOne(plan: PlannedProgram, a: BufferId, b: BufferId): boolean {
  return isPartOf(plan, a, b) || isPartOf(plan, b, a);
}

function rootOf(plan: PlannedProgram, id: BufferId): BufferId {
  const within = plan.buffers[id]?.within;
  return within === undefined ? id : rootOf(plan, within.buffer);
}

function rangeOf(plan: PlannedProgram, buffer: BufferId): { from: number; to: number } {
  const from = plan.offsets[buffer] ?? 0;
  return { from, to: from + (plan.buffers[buffer]?.bytes ?? 0) };
}

/** Takes [from, to) away from all. */
function carve(owned: readonly Owned[], from: number, to: number): Owned[] {
  return owned.flatMap((o) => {
    if (o.to <= from || o.from >= to) return [o];
    return [{ ...o, to: Math.min(o.to, from) }, { ...o, from: Math.max(o.from, to) }].filter((part) => part.from < part.to);
  });
}

function claim(plan: PlannedProgram, owned: readonly Owned[], buffer: BufferId): Owned[] {
  const { from, to } = rangeOf(plan, buffer);
  const mine = owned.some((o) => o.owner === buffer && o.from === from && o.to === to);
  const sibling = owned.find((o) => o.from < to && o.to > from && rootOf(plan, o.owner) === rootOf(plan, buffer) && !areOne(plan, o.owner, buffer));
  invariant(sibling === undefined, `'${plan.buffers[buffer]?.name}' is written over '${plan.buffers[sibling?.owner ?? -1]?.name}', a part of the same buffer`);
  return mine ? [...owned] : [...carve(owned, from, to), { from, to, owner: buffer }];
}

/** What nobody writes by itself is whatever lies there: parts of one buffer are never written over each other. */
function isWhole(plan: PlannedProgram, owned: readonly Owned[], { buffer, written }: { buffer: BufferId; written: ReadonlySet<BufferId> }): boolean {
  const { from, to } = rangeOf(plan, buffer);
  if (from === to) return true;
  const valid = owned.filter((o) => (written.has(buffer) ? areOne(plan, o.owner, buffer) : rootOf(plan, o.owner) === rootOf(plan, buffer)));
  return valid.reduce((missing, o) => carve(missing, o.from, o.to), [{ from, to, owner: buffer }]).length === 0;
}

interface Use {
  readonly id: BufferId;
  readonly byteOffset: number;
  readonly operand: string;
  readonly role: string;
}

function usesOf(call: KernelCall): Use[] {
  const { operands } = kernelOf(call.kernel);
  return call.operands.flatMap((o, i) => (o.kind === 'buffer' ? [{ id: o.id, byteOffset: o.byteOffset, operand: operands[i]?.name ?? '', role: operands[i]?.role ?? '' }] : []));
}

const writes = (use: Use): boolean => use.role === 'out' || use.role === 'inout';

/** Whether the call writes `output` over no byte of `input` that it still has to read. */
function isSafe(plan: PlannedProgram, call: KernelCall, input: Use, output: Use): boolean {
  const [a, b] = [rangeOf(plan, input.id), rangeOf(plan, output.id)];
  if (a.to <= b.from || b.to <= a.from) return true;
  const variant = variantOf(kernelOf(call.kernel), call.isa);
  if (input.byteOffset !== 0 || output.byteOffset !== 0 || output.role !== 'out') return false;
  if (a.from === b.from && variant.inPlace?.(call.params, input.operand) === true) return true;
  const distance = variant.overlap?.(call.params, input.operand) ?? null;
  return distance !== null && usesOf(call).filter(writes).length === 1 && b.from + distance <= a.from;
}

function replay(plan: PlannedProgram, owned: readonly Owned[], at: { call: KernelCall; index: number; written: ReadonlySet<BufferId> }): Owned[] {
  const { call, index, written } = at;
  const uses = usesOf(call);
  const inputs = uses.filter((u) => u.role === 'in' || u.role === 'const');
  const outputs = uses.filter(writes);
  for (const input of inputs) invariant(isWhole(plan, owned, { buffer: input.id, written }), `call ${index} (${call.kernel}) reads '${plan.buffers[input.id]?.name}' after it was overwritten`);
  const scratchFrom = plan.scratchOffsets[index] ?? 0;
  const scratch = { from: scratchFrom, to: scratchFrom + call.scratchBytes };
  const disjoint = (a: { from: number; to: number }, b: { from: number; to: number }): boolean => a.to <= b.from || b.to <= a.from;
  invariant(call.scratchBytes === 0 || (inOneArena(plan, scratch.from, scratch.to) && scratch.from % ALIGNMENT === 0), `scratch of call ${index} lies outside the arena`);
  for (const use of uses) invariant(call.scratchBytes === 0 || disjoint(rangeOf(plan, use.id), scratch), `scratch of call ${index} (${call.kernel}) overlaps '${plan.buffers[use.id]?.name}'`);
  for (const output of outputs) {
    for (const input of inputs) {
      invariant(isSafe(plan, call, input, output), `call ${index} (${call.kernel}) writes '${plan.buffers[output.id]?.name}' over its input '${plan.buffers[input.id]?.name}'`);
    }
  }
  const carved = carve(owned, scratch.from, scratch.to);
  return outputs.reduce((state, output) => claim(plan, state, output.id), carved);
}
