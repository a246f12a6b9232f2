// Program -> PlannedProgram: order of units, liveness, what may share bytes, placement of buffers and scratch in one arena or in the regions of a memory
// map, and the independent check.
import { fail } from '../diagnostics/diagnostic.ts';
import { type PlannedProgram, type Program, offsetInRoot, rootOf } from '../kernels/program.ts';
import type { MemoryMap, MemoryRegion } from '../targets/memory-map.ts';
import { accessesOf } from './accesses.ts';
import { type Item, type Pair, aligned, lowerBound, placeItems } from './arena.ts';
import { checkPlan } from './check.ts';
import { liveRanges } from './liveness.ts';
import { reordered } from './order.ts';
import { placeConstants, placeInRegions } from './regions.ts';
import { sharings } from './sharing.ts';

/** What is placed: buffers that are no parts, then the scratch of calls that need some. */
interface Problem {
  readonly program: Program;
  readonly items: readonly Item[];
  readonly pairs: readonly Pair[];
  readonly itemOf: ReadonlyMap<number, number>;
  readonly scratchCalls: readonly number[];
}

/** Places everything, in the model's order of units or in one that needs less memory; the result has been checked. Deterministic. */
export function planProgram(program: Program): PlannedProgram {
  const other = reordered(program);
  const [given, better] = [placed(problemOf(program)), other === null ? null : placed(problemOf(other))];
  const plan = better !== null && better.arenaBytes < given.arenaBytes ? better : given;
  checkPlan(plan);
  return plan;
}

/** The same calls in the same order with everything placed in regions of a memory map; checked. Deterministic. Throws QT4009. */
export function planInRegions(single: PlannedProgram, map: MemoryMap): PlannedProgram {
  const plan = placedIn(problemOf(single), single, map);
  checkPlan(plan);
  return plan;
}

function problemOf(program: Program): Problem {
  const ranges = liveRanges(program);
  const roots = program.buffers.filter((buffer) => buffer.within === undefined);
  const itemOf = new Map(roots.map(({ id }, item) => [id, item]));
  const scratchCalls = program.calls.flatMap((call, index) => (call.scratchBytes > 0 ? [index] : []));
  const items: Item[] = [
    ...roots.map(({ id, bytes }) => ({ bytes, start: ranges[id]?.start ?? 0, end: ranges[id]?.end ?? 0 })),
    ...scratchCalls.map((index) => ({ bytes: program.calls[index]?.scratchBytes ?? 0, start: index, end: index })),
  ];
  const pairs = sharings(program, ranges).map(({ output, input, inPlace, distance }) => ({ lower: itemOf.get(output) ?? -1, upper: itemOf.get(input) ?? -1, together: inPlace, distance }));
  return { program, items, pairs, itemOf, scratchCalls };
}

/** Offsets of buffers and scratch from those of the items. */
function offsetsOf({ program, itemOf, scratchCalls }: Problem, offsets: readonly number[]): Pick<PlannedProgram, 'offsets' | 'scratchOffsets'> {
  const scratchOffsets = program.calls.map(() => 0);
  scratchCalls.forEach((call, i) => (scratchOffsets[call] = offsets[itemOf.size + i] ?? 0));
  return { offsets: program.buffers.map(({ id }) => (offsets[itemOf.get(rootOf(program.buffers, id)) ?? -1] ?? 0) + offsetInRoot(program.buffers, id)), scratchOffsets };
}

function placed(problem: Problem): PlannedProgram {
  const { program, items, pairs } = problem;
  const { offsets, bytes } = placeItems(items, pairs);
  const arenas = [{ region: null, start: 0, bytes, room: null }];
  return { ...program, ...offsetsOf(problem, offsets), arenas, flash: [], constantRegions: program.constants.map(() => null), arenaBytes: bytes, lowerBoundBytes: lowerBound(items, pairs) };
}

/** Arenas in the regions of RAM that get something, constants in those of flash. */
function placedIn(problem: Problem, single: PlannedProgram, map: MemoryMap): PlannedProgram {
  const { program, items, pairs, itemOf, scratchCalls } = problem;
  const accesses = accessesOf(program);
  const touched = [...[...itemOf.keys()].map((id) => accesses.buffers[id] ?? 0), ...scratchCalls.map((call) => accesses.scratch[call] ?? 0)];
  const placement = placeInRegions(items.map((item, i) => ({ ...item, accesses: touched[i] ?? 0 })), pairs, map.ram.map((r) => r.bytes)) ?? refuseRam(single, map.ram);
  let end = 0;
  const starts = placement.bytes.map((bytes) => {
    const start = end;
    end += aligned(bytes);
    return start;
  });
  const offsets = placement.offsets.map((offset, i) => offset + (starts[placement.regions[i] ?? 0] ?? 0));
  const arenas = map.ram.flatMap(({ name, bytes: room }, k) => ((placement.bytes[k] ?? 0) === 0 ? [] : [{ region: name, start: starts[k] ?? 0, bytes: placement.bytes[k] ?? 0, room }]));
  return { ...single, ...offsetsOf(problem, offsets), arenas, flash: map.flash.map(({ name, bytes: room }) => ({ region: name, room })), constantRegions: constantRegions(program, map.flash, accesses.constants), arenaBytes: end };
}

function constantRegions(program: Program, flash: readonly MemoryRegion[], accesses: readonly number[]): (string | null)[] {
  if (flash.length === 0) return program.constants.map(() => null);
  const constants = program.constants.map(({ id, data }) => ({ bytes: data.byteLength, accesses: accesses[id] ?? 0 }));
  const regions = placeConstants(constants, flash.map((r) => r.bytes));
  if (regions !== null) return regions.map((k) => flash[k]?.name ?? null);
  const total = constants.reduce((sum, c) => sum + aligned(c.bytes), 0);
  return fail('QT4009', `constants take ${total} bytes; ${roomText(flash)}`);
}

function roomText(regions: readonly MemoryRegion[]): string {
  return regions.map(({ name, bytes }) => `'${name}' holds ${bytes}`).join(', ');
}

function refuseRam(single: PlannedProgram, ram: readonly MemoryRegion[]): never {
  const largest = single.buffers.reduce((a, b) => (b.bytes > a.bytes ? b : a));
  const most = Math.max(...ram.map((r) => r.bytes));
  const reason = largest.bytes > most ? `'${largest.name}' alone takes ${largest.bytes} bytes` : `one region of ${single.arenaBytes} bytes would do, no split takes less than ${single.lowerBoundBytes} in all`;
  return fail('QT4009', `buffers do not fit: ${reason}; ${roomText(ram)}`);
}
