// The order of units that needs the least memory at its worst moment: dynamic programming over the sets of units that can have run, exact while there are
// few of them, else the best of each size are kept (a beam). Deterministic; units stay whole, and every unit still runs after those it reads.
import { kernelOf, variantOf } from '../kernels/catalogue.ts';
import type { BufferId, KernelCall, Program } from '../kernels/program.ts';
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

interface Step {
  readonly reads: readonly BufferId[];
  /** Buffers that exist from this unit on, and what it needs while it runs only. */
  readonly makes: readonly BufferId[];
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
  /** Units that read each buffer. */
  readonly readers: readonly (readonly number[])[];
  readonly makers: readonly (number | null)[];
  readonly kept: ReadonlySet<BufferId>;
}

function sharesOf(call: KernelCall, sizes: readonly number[]): Share[] {
  const variant = variantOf(kernelOf(call.kernel), call.isa);
  const uses = usesOfCall(call);
  const outputs = uses.filter((u) => u.writes);
  return outputs.flatMap((output) => uses.filter((u) => u.reads).flatMap((input) => {
    const [own, other] = [sizes[output.buffer] ?? 0, sizes[input.buffer] ?? 0];
    const distance = outputs.length === 1 ? (variant.overlap?.(call.params, input.operand) ?? null) : null;
    const together = variant.inPlace?.(call.params, input.operand) === true ? Math.max(own, other) : Infinity;
    const bytes = Math.min(together, distance === null ? Infinity : Math.max(own, aligned(distance) + other));
    return bytes < own + other ? [{ output: output.buffer, input: input.buffer, bytes }] : [];
  }));
}

/** Null where two units write one buffer: then the order is part of the meaning. */
function problemOf(program: Program): Problem | null {
  const sizes = program.buffers.map((b) => aligned(b.bytes));
  const makers: (number | null)[] = sizes.map(() => null);
  const readers: number[][] = sizes.map(() => []);
  const steps = program.units.map((_, unit): Step => {
    const calls = program.calls.filter((call) => call.unit === unit);
    const uses = calls.flatMap(usesOfCall);
    const makes = [...new Set(uses.filter((u) => u.writes).map((u) => u.buffer))];
    const reads = [...new Set(uses.map((u) => u.buffer))].filter((b) => !makes.includes(b));
    for (const b of reads) readers[b]?.push(unit);
    const [only] = calls;
    return { reads, makes, scratch: Math.max(0, ...calls.map((c) => aligned(c.scratchBytes))), shares: calls.length === 1 && only ? sharesOf(only, sizes) : [] };
  });
  const given = new Set(program.inputs.map((io) => io.buffer));
  for (const [unit, step] of steps.entries()) {
    for (const b of step.makes) {
      if (makers[b] !== null || given.has(b)) return null;
      makers[b] = unit;
    }
  }
  return { steps, sizes, readers, makers, kept: new Set(program.outputs.map((io) => io.buffer)) };
}

function canRun({ steps, makers }: Problem, { done }: State, unit: number): boolean {
  return !done.has(unit) && (steps[unit]?.reads ?? []).every((b) => {
    const maker = makers[b] ?? null;
    return maker === null || done.has(maker);
  });
}

function after({ steps, sizes, readers, kept }: Problem, state: State, unit: number): State {
  const step = steps[unit] ?? { reads: [], makes: [], scratch: 0, shares: [] };
  const done = new Set([...state.done, unit]);
  const dies = (b: BufferId): boolean => !kept.has(b) && (readers[b] ?? []).every((r) => done.has(r));
  const sum = (list: readonly BufferId[]): number => list.reduce((bytes, b) => bytes + (sizes[b] ?? 0), 0);
  const saved = Math.max(0, ...step.shares.filter((s) => dies(s.input)).map((s) => (sizes[s.output] ?? 0) + (sizes[s.input] ?? 0) - s.bytes));
  const during = state.alive + sum(step.makes) + step.scratch - saved;
  const alive = state.alive + sum(step.makes) - sum(step.reads.filter(dies)) - sum(step.makes.filter(dies));
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
