// The order of units that needs the least memory at its worst moment: dynamic programming over the sets of units that can have run, exact while there are
// few of them, else the best of each size are kept (a beam). Deterministic; units stay whole, and every unit still runs after those it reads.
import { kernelOf, variantOf } from '../kernels/catalogue.ts';
import { type BufferId, type KernelCall, type Program, offsetInRoot, rootOf } from '../kernels/program.ts';
import { aligned } from './arena.ts';
import { usesOfCall } from './liveness.ts';

/** Most sets of one size that are followed: all of small programs, fewer the more units there are. */
const MOST_SETS = 512;
const SEARCH_WORK = 8_000_000;
const LEAST_SETS = 8;

interface Share {
  readonly output: BufferId;
  readonly input: BufferId;
  /** Bytes that both need together. */
  readonly bytes: number;
}

/** What a unit does. Buffers are those that are placed; parts count as what they are parts of. */
interface Step {
  readonly reads: readonly BufferId[];
  /** Buffers that it writes, wholly or in part, and what it needs while it runs only. */
  readonly makes: readonly BufferId[];
  /** Units that write what it reads. */
  readonly needs: readonly number[];
  readonly scratch: number;
  readonly shares: readonly Share[];
}

interface State {
  readonly done: ReadonlySet<number>;
  /** Bit u: unit u is done. */
  readonly mask: bigint;
  readonly order: readonly number[];
  /** Bytes alive now, and at the worst moment so far. */
  readonly alive: number;
  readonly peak: number;
}

interface Problem {
  readonly steps: readonly Step[];
  readonly sizes: readonly number[];
  /** Units that read each buffer, and that write it. */
  readonly readers: readonly (readonly number[])[];
  readonly makers: readonly (readonly number[])[];
  readonly kept: ReadonlySet<BufferId>;
}

function sharesOf({ buffers }: Program, call: KernelCall, sizes: readonly number[]): Share[] {
  const whole = (id: BufferId): boolean => buffers[id]?.within === undefined;
  const variant = variantOf(kernelOf(call.kernel), call.isa);
  const uses = usesOfCall(call);
  const outputs = uses.filter((u) => u.writes);
  return outputs.flatMap((output) => uses.filter((u) => u.reads).flatMap((input) => {
    const [own, other] = [sizes[output.buffer] ?? 0, sizes[input.buffer] ?? 0];
    const distance = outputs.length === 1 ? (variant.overlap?.(call.params, input.operand) ?? null) : null;
    const together = variant.inPlace?.(call.params, input.operand) === true ? Math.max(own, other) : Infinity;
    const bytes = Math.min(together, distance === null ? Infinity : Math.max(own, aligned(distance) + other));
    return whole(output.buffer) && whole(input.buffer) && bytes < own + other ? [{ output: output.buffer, input: input.buffer, bytes }] : [];
  }));
}

/** Bytes of a buffer that is placed. */
interface Region {
  readonly root: BufferId;
  readonly from: number;
  readonly to: number;
}

function regionOf({ buffers }: Program, id: BufferId): Region {
  const from = offsetInRoot(buffers, id);
  return { root: rootOf(buffers, id), from, to: from + (buffers[id]?.bytes ?? 0) };
}

function meet(a: Region, b: Region): boolean {
  return a.root === b.root && a.from < b.to && b.from < a.to;
}

/** Regions that each unit writes, and that it reads of what others wrote. */
function regionsOf(program: Program): { readonly written: readonly (readonly Region[])[]; readonly read: readonly (readonly Region[])[] } {
  const uses = program.units.map((_, unit) => program.calls.filter((call) => call.unit === unit).flatMap(usesOfCall));
  const regions = (list: readonly { readonly buffer: BufferId }[]): Region[] => [...new Set(list.map((u) => u.buffer))].map((id) => regionOf(program, id));
  const written = uses.map((list) => regions(list.filter((u) => u.writes)));
  return { written, read: uses.map((list, unit) => regions(list.filter((u) => u.reads)).filter((r) => !(written[unit] ?? []).some((w) => w.root === r.root && w.from <= r.from && w.to >= r.to))) };
}

/** Null where two units write the same bytes: then the order is part of the meaning. */
function problemOf(program: Program): Problem | null {
  const sizes = program.buffers.map((b) => aligned(b.bytes));
  const { written, read } = regionsOf(program);
  const given = program.inputs.map((io) => regionOf(program, io.buffer));
  if (written.some((mine, unit) => mine.some((w) => given.some((g) => meet(g, w)) || written.some((others, other) => other !== unit && others.some((o) => meet(o, w)))))) return null;
  const roots = (list: readonly Region[]): BufferId[] => [...new Set(list.map((r) => r.root))];
  const unitsOf = (lists: readonly (readonly Region[])[]): number[][] => sizes.map((_, b) => lists.flatMap((list, unit) => (list.some((r) => r.root === b) ? [unit] : [])));
  const steps = program.units.map((_, unit): Step => {
    const calls = program.calls.filter((call) => call.unit === unit);
    const [only] = calls;
    const needs = written.flatMap((list, other) => (other !== unit && list.some((w) => (read[unit] ?? []).some((r) => meet(r, w))) ? [other] : []));
    const shares = calls.length === 1 && only ? sharesOf(program, only, sizes) : [];
    return { reads: roots(read[unit] ?? []), makes: roots(written[unit] ?? []), needs, scratch: Math.max(0, ...calls.map((c) => aligned(c.scratchBytes))), shares };
  });
  return { steps, sizes, readers: unitsOf(read), makers: unitsOf(written), kept: new Set(program.outputs.map((io) => rootOf(program.buffers, io.buffer))) };
}

function canRun({ steps }: Problem, { done }: State, unit: number): boolean {
  return !done.has(unit) && (steps[unit]?.needs ?? []).every((other) => done.has(other));
}

function after({ steps, sizes, readers, makers, kept }: Problem, state: State, unit: number): State {
  const step = steps[unit] ?? { reads: [], makes: [], needs: [], scratch: 0, shares: [] };
  const done = new Set([...state.done, unit]);
  const all = (list: readonly number[] | undefined): boolean => (list ?? []).every((u) => done.has(u));
  const dies = (b: BufferId): boolean => !kept.has(b) && all(readers[b]) && all(makers[b]);
  const sum = (list: readonly BufferId[]): number => list.reduce((bytes, b) => bytes + (sizes[b] ?? 0), 0);
  const born = step.makes.filter((b) => !(makers[b] ?? []).some((u) => state.done.has(u)));
  const saved = Math.max(0, ...step.shares.filter((s) => dies(s.input) && born.includes(s.output)).map((s) => (sizes[s.output] ?? 0) + (sizes[s.input] ?? 0) - s.bytes));
  const during = state.alive + sum(born) + step.scratch - saved;
  const alive = state.alive + sum(born) - sum([...new Set([...step.reads, ...step.makes])].filter(dies));
  return { done, mask: state.mask | (1n << BigInt(unit)), order: [...state.order, unit], alive, peak: Math.max(state.peak, during) };
}

/** Lower peak, then less memory now, then the model's own order. */
function better(a: State, b: State): number {
  const first = a.order.findIndex((unit, i) => unit !== b.order[i]);
  return a.peak - b.peak || a.alive - b.alive || (first < 0 ? 0 : (a.order[first] ?? 0) - (b.order[first] ?? 0));
}

/** Units in the order of the least peak; null where nothing can be exchanged. */
function bestOrder(problem: Problem, program: Program): readonly number[] | null {
  const start = program.inputs.reduce((bytes, io) => bytes + (problem.sizes[io.buffer] ?? 0), 0);
  const width = Math.max(LEAST_SETS, Math.min(MOST_SETS, Math.floor(SEARCH_WORK / problem.steps.length ** 3)));
  let states: State[] = [{ done: new Set(), mask: 0n, order: [], alive: start, peak: start }];
  for (let level = 0; level < problem.steps.length; level++) {
    const next = new Map<bigint, State>();
    for (const state of states) {
      for (let unit = 0; unit < problem.steps.length; unit++) {
        if (!canRun(problem, state, unit)) continue;
        const reached = after(problem, state, unit);
        const known = next.get(reached.mask);
        if (known === undefined || better(reached, known) < 0) next.set(reached.mask, reached);
      }
    }
    states = [...next.values()].sort(better).slice(0, width);
  }
  const order = states[0]?.order ?? [];
  return order.some((unit, i) => unit !== i) ? order : null;
}

/** The same program with its units in an order that needs less memory; null where there is none, or where order is part of the meaning. */
export function reordered(program: Program): Program | null {
  const problem = problemOf(program);
  const order = problem === null ? null : bestOrder(problem, program);
  if (order === null) return null;
  const units = order.flatMap((unit) => program.units[unit] ?? []);
  const calls = order.flatMap((unit, place) => program.calls.filter((call) => call.unit === unit).map((call) => ({ ...call, unit: place })));
  return { ...program, units, calls };
}
