// Program -> PlannedProgram: order of units, liveness, what may share bytes, placement of buffers and scratch in one arena, and the independent check.
import type { PlannedProgram, Program } from '../kernels/program.ts';
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
  const scratchCalls = program.calls.flatMap((call, index) => (call.scratchBytes > 0 ? [index] : []));
  const items: Item[] = [
    ...program.buffers.map((buffer, i) => ({ bytes: buffer.bytes, start: ranges[i]?.start ?? 0, end: ranges[i]?.end ?? 0 })),
    ...scratchCalls.map((index) => ({ bytes: program.calls[index]?.scratchBytes ?? 0, start: index, end: index })),
  ];
  const pairs = sharings(program, ranges).map(({ output, input, inPlace, distance }) => ({ lower: output, upper: input, together: inPlace, distance }));
  const placement = placeItems(items, pairs);
  const scratchOffsets = program.calls.map(() => 0);
  scratchCalls.forEach((call, i) => (scratchOffsets[call] = placement.offsets[program.buffers.length + i] ?? 0));
  const offsets = placement.offsets.slice(0, program.buffers.length);
  return { ...program, offsets, scratchOffsets, arenaBytes: placement.bytes, lowerBoundBytes: lowerBound(items, pairs) };
}
