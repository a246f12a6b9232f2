// Gathers statistics of every activation of a float program while it runs: range and histogram are counted by the module itself, in linear
// memory behind the arena, so that observing costs a fraction of an inference.
import { fail, invariant } from '../diagnostics/diagnostic.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import type { BufferId, PlannedProgram } from '../kernels/program.ts';
import type { ActivationWriter, StoredTensor } from './activation-store.ts';
import { Executor, INPUTS } from './executor.ts';
import { type PatchRow, type PatchSpec, takePatches } from './patches.ts';
import { BINS, type ChannelRow, type TensorStatistics, binWidth, exponentFor, widenCounts } from './statistics.ts';

/** Samples whose statistics per channel are kept, whatever the number of samples: memory stays bounded. */
const CHANNEL_SAMPLES = 128;
const RANGE_BYTES = 16;
const SLOT_BYTES = RANGE_BYTES + 4 * BINS;

interface Slot {
  readonly buffer: BufferId;
  readonly address: number;
  exponent: number | null;
}

/** Buffers that hold values of the graph, by the unit after which they are complete. What is written in parts is complete with the last of them, what is only read as a
 * part with the whole. */
export function buffersByUnit(program: PlannedProgram): Map<number, BufferId[]> {
  const last = writersOf(program);
  for (const { id, within } of [...program.buffers].reverse()) {
    const unit = last.get(id);
    if (within !== undefined && unit !== undefined) last.set(within.buffer, Math.max(unit, last.get(within.buffer) ?? unit));
  }
  for (const { id, within } of program.buffers) {
    const unit = within === undefined ? undefined : last.get(within.buffer);
    if (unit !== undefined && !last.has(id)) last.set(id, unit);
  }
  const byUnit = new Map<number, BufferId[]>();
  for (const [buffer, unit] of last) if (program.buffers[buffer]?.temporary !== true) byUnit.set(unit, [...(byUnit.get(unit) ?? []), buffer]);
  return byUnit;
}

/** The last unit that writes each buffer itself. */
function writersOf(program: PlannedProgram): Map<BufferId, number> {
  const last = new Map<BufferId, number>();
  for (const { buffer } of program.inputs) last.set(buffer, INPUTS);
  for (const call of program.calls) {
    const { operands } = kernelOf(call.kernel);
    call.operands.forEach((o, i) => {
      if (o.kind === 'buffer' && operands[i]?.role !== 'in') last.set(o.id, call.unit);
    });
  }
  return last;
}

/** Of those the ones that hold f32: what is observed and kept. */
function floatsByUnit(program: PlannedProgram): Map<number, BufferId[]> {
  return new Map([...buffersByUnit(program)].map(([unit, list]) => [unit, list.filter((b) => program.buffers[b]?.dtype === 'f32')]));
}

/** The tensors that are kept of each sample, in the order in which they are complete. */
export function storedLayout(program: PlannedProgram): StoredTensor[] {
  const units = [...floatsByUnit(program)].sort(([a], [b]) => a - b);
  return units.flatMap(([, list]) => list.map((b) => ({ name: program.buffers[b]?.name ?? '', elements: (program.buffers[b]?.bytes ?? 0) / 4 })));
}

/** The last dimension: channels of an NHWC image, features of a matrix. */
function channelsOf(program: PlannedProgram, buffer: BufferId): number {
  return program.buffers[buffer]?.shape.at(-1) ?? 1;
}

export class ActivationObserver {
  readonly executor: Executor;
  readonly #slots: ReadonlyMap<BufferId, Slot>;
  readonly #byUnit: ReadonlyMap<number, readonly BufferId[]>;
  readonly #rows = new Map<BufferId, ChannelRow[]>();
  readonly #patches = new Map<PatchSpec, PatchRow[]>();
  /** Address of what one call works with: a tensor's channels, or the histograms of the other lanes. */
  readonly #room: number;

  constructor(program: PlannedProgram, module: WebAssembly.Module, patches: readonly PatchSpec[] = []) {
    for (const spec of patches) this.#patches.set(spec, []);
    this.#byUnit = floatsByUnit(program);
    const observed = [...this.#byUnit.values()].flat();
    const widest = observed.reduce((most, buffer) => Math.max(most, channelsOf(program, buffer)), 0);
    this.executor = Executor.create(program, module, { extraBytes: observed.length * SLOT_BYTES + Math.max(16 * widest, 3 * 4 * BINS) });
    this.#room = this.executor.extraOffset + observed.length * SLOT_BYTES;
    this.#slots = new Map(observed.map((buffer, i) => [buffer, { buffer, address: this.executor.extraOffset + i * SLOT_BYTES, exponent: null }]));
  }

  /** One inference on sample `index`, observed. `name` names the sample in QT3504. */
  run(index: number, inputs: Parameters<Executor['run']>[0], name: () => string, keep?: ActivationWriter): void {
    this.executor.run(inputs, (unit) => {
      for (const buffer of this.#byUnit.get(unit) ?? []) {
        const data = this.executor.buffer(buffer);
        invariant(data instanceof Float32Array, 'observed tensors are f32');
        this.#observe(buffer, unit, name);
        this.#takePatches(buffer, data, index);
        keep?.add(data);
        if (index < CHANNEL_SAMPLES && unit !== INPUTS) this.#observeChannels(buffer, index);
      }
    });
  }

  #observe(buffer: BufferId, unit: number, name: () => string): void {
    const slot = this.#slot(buffer);
    const x = this.executor.address(buffer);
    const count = (this.executor.program.buffers[buffer]?.bytes ?? 0) / 4;
    this.executor.call('qn_observe_range_f32', count, x, slot.address);
    if ((this.#range(slot)[2] ?? 0) > 0) this.#notFinite(buffer, name, this.executor.program.units[unit]?.name);
    this.#fitExponent(slot);
    this.executor.call('qn_observe_histogram_f32', count, x, 1 / binWidth(slot.exponent ?? 0), BINS, slot.address + RANGE_BYTES, this.#room);
  }

  #observeChannels(buffer: BufferId, sample: number): void {
    const channels = channelsOf(this.executor.program, buffer);
    const rows = (this.executor.program.buffers[buffer]?.bytes ?? 0) / 4 / channels;
    this.executor.call('qn_observe_channels_f32', rows, channels, this.executor.address(buffer), this.#room);
    const values = new Float32Array(this.executor.memory.buffer, this.#room, 4 * channels).slice();
    const before = this.#rows.get(buffer) ?? [];
    before.push({ sample, rows, values });
    this.#rows.set(buffer, before);
  }

  #takePatches(buffer: BufferId, data: Float32Array, sample: number): void {
    const name = this.executor.program.buffers[buffer]?.name;
    for (const [spec, rows] of this.#patches) if (spec.buffer === name && sample % spec.every === 0) rows.push({ sample, values: takePatches(spec, data, sample) });
  }

  #notFinite(buffer: BufferId, name: () => string, unit?: string): never {
    const value = this.executor.program.buffers[buffer]?.name ?? '';
    const what = unit === undefined ? `input '${value}'` : `activation '${value}' of unit '${unit}'`;
    return fail('QT3504', `${what} is not finite for ${name()}`, { where: { value, ...(unit === undefined ? {} : { node: unit }) } });
  }

  #slot(buffer: BufferId): Slot {
    const slot = this.#slots.get(buffer);
    invariant(slot !== undefined, `buffer ${buffer} is not observed`);
    return slot;
  }

  #range(slot: Slot): Float32Array {
    return new Float32Array(this.executor.memory.buffer, slot.address, 3);
  }

  #counts(slot: Slot): Uint32Array {
    return new Uint32Array(this.executor.memory.buffer, slot.address + RANGE_BYTES, BINS);
  }

  #fitExponent(slot: Slot): void {
    const [low = 0, high = 0] = this.#range(slot);
    const needed = exponentFor(low, high);
    if (slot.exponent !== null && needed > slot.exponent) this.#counts(slot).set(widenCounts(this.#counts(slot), needed - slot.exponent));
    slot.exponent = Math.max(needed, slot.exponent ?? needed);
  }

  /** Statistics per channel of each sample, by buffer name. */
  channelRows(): Map<string, readonly ChannelRow[]> {
    return new Map([...this.#rows].map(([buffer, rows]) => [this.executor.program.buffers[buffer]?.name ?? '', rows]));
  }

  /** Sampled patches of each sample, by key. */
  patchRows(): Map<string, readonly PatchRow[]> {
    return new Map([...this.#patches].map(([spec, rows]) => [spec.key, rows]));
  }

  /** Statistics by buffer name. */
  statistics(): Map<string, TensorStatistics> {
    return new Map([...this.#slots.values()].map((slot) => {
      const [min = 0, max = 0] = this.#range(slot);
      return [this.executor.program.buffers[slot.buffer]?.name ?? '', { min, max, exponent: slot.exponent ?? exponentFor(min, max), counts: Float64Array.from(this.#counts(slot)) }];
    }));
  }
}
