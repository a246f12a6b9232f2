// Program -> PlannedProgram: order of units, liveness, what may share bytes, placement of buffers and scratch in one arena, and the independent check.
import { type PlannedProgram, type Program, offsetInRoot, rootOf } from '../kernels/program.ts';
import { type Item, lowerBound, placeItems } from './arena.ts';
import { checkPlan } from './check.ts';
import { liveRanges } from './liveness.ts';
import { reordered } from './order.ts';
import { sharings } from './sharing.ts';

/** Places everything, in the model's order of units or in one that needs less memory; the result has been checked. Deterministic. */
export function planProgram(program: Program): PlannedProgram {
  const given = placed(program);
  const other = reordered(program);
  const better = other === null ? given : placed(other);
  const plan = better.arenaBytes < given.arenaBytes ? better : given;
  checkPlan(plan);
  return plan;
}

function placed(program: Program): PlannedProgram {
  const ranges = liveRanges(program);
  const roots = program.buffers.filter((buffer) => buffer.within === undefined);
  const itemOf = new Map(roots.map(({ id }, item) => [id, item]));
  const scratchCalls = program.calls.flatMap((call, index) => (call.scratchBytes > 0 ? [index] : []));
  const items: Item[] = [
    ...roots.map(({ id, bytes }) => ({ bytes, start: ranges[id]?.start ?? 0, end: ranges[id]?.end ?? 0 })),
    ...scratchCalls.map((index) => ({ bytes: program.calls[index]?.scratchBytes ?? 0, start: index, end: index })),
  ];
  const pairs = sharings(program, ranges).map(({ output, input, inPlace, distance }) => ({ lower: itemOf.get(output) ?? -1, upper: itemOf.get(input) ?? -1, together: inPlace, distance }));
  const placement = placeItems(items, pairs);
  const scratchOffsets = program.calls.map(() => 0);
  scratchCalls.forEach((call, i) => (scratchOffsets[call] = placement.offsets[roots.length + i] ?? 0));
  const offsets = program.buffers.map(({ id }) => (placement.offsets[itemOf.get(rootOf(program.buffers, id)) ?? -1] ?? 0) + offsetInRoot(program.buffers, id));
  return { ...program, offsets, scratchOffsets, arenaBytes: placement.bytes, lowerBoundBytes: lowerBound(items, pairs) };
}
