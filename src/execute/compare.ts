// Compares the tensors of a quantized program with those kept of the float inference while it runs: the module itself adds up signal and noise, in
// linear memory behind the arena, and reads each kept tensor from disk only when its turn comes.
import { type NoiseRow, NO_ROW } from '../data/metrics/channel-noise.ts';
import type { TensorData } from '../ir/dtype.ts';
import type { Buffer, BufferId, PlannedProgram } from '../kernels/program.ts';
import { ActivationReader, type StoredTensor } from './activation-store.ts';
import { Executor } from './executor.ts';
import { buffersByUnit } from './observe.ts';

export interface ComparedPair {
  /** The value of the float graph. */
  readonly value: string;
  /** Name of the kept float tensor. */
  readonly float: string;
  /** Name of the buffer of the quantized program. */
  readonly quantized: string;
  /** The value of the float graph that the quantized unit adds up inside, without rounding it. */
  readonly absorbs?: string;
  /** What the quantized program's channels were multiplied with; repeats. */
  readonly scales?: Float64Array;
}

export interface ComparedTensors {
  readonly quantized: PlannedProgram;
  readonly pairs: readonly ComparedPair[];
  /** The kept tensors of each sample, in the order in which they were kept. */
  readonly layout: readonly StoredTensor[];
}

/** A pair with its place among the pairs, and its size. */
interface Compared {
  readonly index: number;
  readonly float: string;
  readonly buffer: BufferId;
  readonly quant: Buffer['quant'];
  readonly isInt8: boolean;
  readonly places: number;
  readonly channels: number;
  /** What elements of each channel are multiplied with. */
  readonly factors: Float32Array;
}

const ALIGNMENT = 16;
/** Sums that the module makes of each channel, in double and beside them in float. */
const SUMS = 6;

/** Pairs of which both are there: units may give integers, which nothing is kept of. */
function comparedOf({ quantized: { buffers }, pairs, layout }: ComparedTensors): Compared[] {
  const byName = new Map(buffers.map((b) => [b.name, b]));
  return pairs.flatMap(({ float, quantized, scales }, index) => {
    const buffer = byName.get(quantized);
    const elements = layout.find((t) => t.name === float)?.elements;
    if (buffer === undefined || elements === undefined || (buffer.dtype !== 'i8' && buffer.dtype !== 'f32')) return [];
    const channels = buffer.shape.at(-1) ?? 1;
    const isInt8 = buffer.dtype === 'i8';
    const step = isInt8 ? (buffer.quant?.scale[0] ?? 1) : 1;
    const factors = Float32Array.from({ length: channels }, (_, c) => (scales?.[c % scales.length] ?? 1) / step);
    return [{ index, float, buffer: buffer.id, quant: buffer.quant, isInt8, places: elements / channels, channels, factors }];
  });
}

/** Bytes of the largest of some tensors, rounded up. */
function floatBytes(elements: readonly number[]): number {
  return 4 * ALIGNMENT * Math.ceil(elements.reduce((a, b) => Math.max(a, b), 0) / ALIGNMENT);
}

export class ActivationComparison {
  readonly executor: Executor;
  readonly #pairs: number;
  readonly #layout: readonly StoredTensor[];
  readonly #byUnit: ReadonlyMap<number, readonly Compared[]>;
  /** Addresses of the kept tensor, of the factors, and of the sums. */
  readonly #reference: number;
  readonly #factors: number;
  readonly #sums: number;

  constructor({ quantized, pairs, layout }: ComparedTensors, module: WebAssembly.Module) {
    const compared = comparedOf({ quantized, pairs, layout });
    this.#byUnit = new Map([...buffersByUnit(quantized)].map(([unit, ids]) => [unit, compared.filter((p) => ids.includes(p.buffer))]));
    this.#pairs = pairs.length;
    this.#layout = layout;
    const reference = floatBytes(compared.map((p) => p.places * p.channels));
    const factors = floatBytes(compared.map((p) => p.channels));
    this.executor = Executor.create(quantized, module, { extraBytes: reference + factors + 3 * SUMS * factors });
    this.#reference = this.executor.extraOffset;
    this.#factors = this.#reference + reference;
    this.#sums = this.#factors + factors;
  }

  /** One inference on sample `index`, whose float activations are in `folder`; rows in the order of the pairs. */
  run(index: number, inputs: readonly TensorData[], folder: string): NoiseRow[] {
    const rows = new Array<NoiseRow>(this.#pairs).fill(NO_ROW);
    const kept = new ActivationReader(folder, index, this.#layout);
    try {
      this.executor.run(inputs, (unit) => {
        for (const pair of this.#byUnit.get(unit) ?? []) rows[pair.index] = this.#compare(pair, kept);
      });
    } finally {
      kept.close();
    }
    return rows;
  }

  #compare(pair: Compared, kept: ActivationReader): NoiseRow {
    const { places, channels, factors, quant, isInt8 } = pair;
    const { buffer } = this.executor.memory;
    kept.read(pair.float, new Float32Array(buffer, this.#reference, places * channels));
    new Float32Array(buffer, this.#factors, channels).set(factors);
    const [reference, other] = [this.#reference, this.executor.address(pair.buffer)];
    if (isInt8) this.executor.call('qn_observe_noise_s8', places, channels, reference, other, this.#factors, quant?.zeroPoint[0] ?? 0, quant?.scale[0] ?? 1, this.#sums);
    else this.executor.call('qn_observe_noise_f32', places, channels, reference, other, this.#factors, this.#sums);
    return { places, channels, sums: new Float64Array(buffer, this.#sums, (isInt8 ? SUMS : SUMS / 2) * channels).slice() };
  }
}
