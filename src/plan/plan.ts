// Program -> PlannedProgram: liveness, in-place merging, placement of buffers and scratch in one arena, and the independent check.
import type { PlannedProgram, Program } from '../kernels/program.ts';
import { type Item, lowerBound, placeItems } from './arena.ts';
import { checkPlan } from './check.ts';
import { mergeInPlace } from './in-place.ts';
import { liveRanges } from './liveness.ts';

/** Places everything; the result has been checked. Deterministic. */
export function planProgram(program: Program): PlannedProgram {
  const blocks = mergeInPlace(program, liveRanges(program));
  const scratchCalls = program.calls.flatMap((call, index) => (call.scratchBytes > 0 ? [index] : []));
  const items: Item[] = [...blocks, ...scratchCalls.map((index) => ({ bytes: program.calls[index]?.scratchBytes ?? 0, start: index, end: index }))];
  const placement = placeItems(items);
  const offsets = program.buffers.map(() => 0);
  blocks.forEach((block, i) => {
    for (const buffer of block.buffers) offsets[buffer] = placement.offsets[i] ?? 0;
  });
  const scratchOffsets = program.calls.map(() => 0);
  scratchCalls.forEach((call, i) => (scratchOffsets[call] = placement.offsets[blocks.length + i] ?? 0));
  const plan = { ...program, offsets, scratchOffsets, arenaBytes: placement.bytes, lowerBoundBytes: lowerBound(items) };
  checkPlan(plan);
  return plan;
}
