// Kernel cases as one block of memory that a driver on any platform runs in place, and the checks on what comes back:
// outputs against the reference, and every other byte (inputs, constants, guards around each block) unchanged.
// A case runs once more for each input that its variant's output may grow over, at the least distance that the variant states. What is no constant
// lies one element behind the alignment of buffers in every second call: parts of a joined value begin anywhere.
import type { TensorData } from '../../src/ir/dtype.ts';
import type { KernelConstants, KernelDef, KernelVariant } from '../../src/kernels/kernel-def.ts';
import { type KernelCase } from './cases/kernel-case.ts';
import type { Callable } from './dispatch.ts';
import { Params, resultsOf } from './references/kernel-references.ts';

const GUARD = 0xa5;
const GUARD_BYTES = 32;
const ALIGNMENT = 16;

export interface PlacedCase {
  readonly case: KernelCase;
  readonly isa: string;
  /** Where each output lies in the image, by operand. */
  readonly outputs: readonly { readonly name: string; readonly offset: number; readonly bytes: number }[];
  readonly scratch: { readonly offset: number; readonly bytes: number };
}

export interface CaseImage {
  readonly bytes: Uint8Array;
  readonly placed: readonly PlacedCase[];
}

/** An output that begins `distance` bytes below the input that it grows over. */
interface Over {
  readonly operand: string;
  readonly distance: number;
}

interface Block {
  readonly offset: number;
  readonly data: Uint8Array;
}

function bytesOfData(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** Params as the C struct: 4-byte scalars in the order of the record. */
function paramBytes(one: KernelCase, { kernel }: Callable): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * kernel.params.length));
  kernel.params.forEach((field, i) => {
    const value = one.params[field.name];
    if (value === undefined) throw new Error(`${one.kernel} ${one.name}: no param ${field.name}`);
    if (field.type === 'i32') view.setInt32(4 * i, value, true);
    else view.setFloat32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

/** Canonical constants of a case. */
export function constantsOf(one: KernelCase, kernel: KernelDef): KernelConstants {
  return Object.fromEntries(kernel.operands.flatMap((o) => {
    const data = one.operands[o.name];
    return o.role === 'const' && data ? [[o.name, data]] : [];
  }));
}

/** Collects blocks with guards between them, then writes them behind the table of cases. */
class ImageBuilder {
  private readonly blocks: Block[] = [];
  private readonly words: number[] = [];
  private readonly placed: PlacedCase[] = [];
  private end: number;

  constructor(tableWords: number) {
    this.end = Math.ceil((4 * tableWords + GUARD_BYTES) / ALIGNMENT) * ALIGNMENT;
  }

  private place(data: Uint8Array, shift = 0): number {
    const offset = this.end + shift;
    this.blocks.push({ offset, data });
    this.end = Math.ceil((offset + data.length + GUARD_BYTES) / ALIGNMENT) * ALIGNMENT;
    return offset;
  }

  /** Scratch, its size in the four bytes before it. */
  private placeScratch(bytes: number): number {
    if (bytes === 0) return 0;
    const block = new Uint8Array(ALIGNMENT + bytes).fill(0x5a);
    new DataView(block.buffer).setInt32(ALIGNMENT - 4, bytes, true);
    return this.place(block) + ALIGNMENT;
  }

  add(one: KernelCase, { number, callable, variant, over }: { number: number; callable: Callable; variant: KernelVariant; over: Over | null }): void {
    const { kernel } = callable;
    const params = this.place(paramBytes(one, callable));
    const packed = variant.pack(one.params, constantsOf(one, kernel));
    const scratchBytes = variant.scratchBytes(one.params);
    const scratch = this.placeScratch(scratchBytes);
    const offsets = new Map<string, { offset: number; bytes: number }>();
    for (const { name, role } of kernel.operands) {
      const data = (role === 'const' ? packed[name] : undefined) ?? one.operands[name];
      const shift = role !== 'const' && this.placed.length % 2 === 1 ? (data?.BYTES_PER_ELEMENT ?? 0) : 0;
      offsets.set(name, name === over?.operand && data ? this.placeAbove(data, over, one.operands['y']?.byteLength ?? 0) : this.placeOperand(one, { name, data, shift }, { offsets, over }));
    }
    const list = kernel.operands.flatMap((o) => [offsets.get(o.name)?.offset ?? 0, offsets.get(o.name)?.bytes ?? 0]);
    this.words.push(number, params, scratch, kernel.operands.length, ...list);
    const written = kernel.operands.filter((o) => (o.role === 'out' || o.role === 'inout') && one.operands[o.name]);
    const outputs = written.map((o) => ({ name: o.name, offset: offsets.get(o.name)?.offset ?? 0, bytes: one.operands[o.name]?.byteLength ?? 0 }));
    const name = over === null ? one.name : `${one.name}, over ${over.operand}`;
    this.placed.push({ case: { ...one, name }, isa: callable.isa, outputs, scratch: { offset: scratch, bytes: scratchBytes } });
  }

  private placeOperand(one: KernelCase, { name, data, shift }: { name: string; data: TensorData | null | undefined; shift: number }, { offsets, over }: { offsets: ReadonlyMap<string, { offset: number; bytes: number }>; over: Over | null }): { offset: number; bytes: number } {
    if (data === undefined) throw new Error(`${one.kernel} ${one.name}: no operand ${name}`);
    if (data === null) return { offset: 0, bytes: 0 };
    const onto = one.inPlace !== undefined && name === 'y' ? offsets.get(one.inPlace) : undefined;
    if (onto !== undefined) return onto;
    const input = over !== null && name === 'y' ? offsets.get(over.operand) : undefined;
    return { offset: over !== null && input !== undefined ? input.offset - over.distance : this.place(bytesOfData(data), shift), bytes: data.byteLength };
  }

  /** An input behind room for the part of the output that begins below it. */
  private placeAbove(data: TensorData, { distance }: Over, outputBytes: number): { offset: number; bytes: number } {
    const room = new Uint8Array(Math.max(distance + data.byteLength, outputBytes)).fill(GUARD);
    room.set(bytesOfData(data), distance);
    return { offset: this.place(room) + distance, bytes: data.byteLength };
  }

  finish(): CaseImage {
    const bytes = new Uint8Array(this.end).fill(GUARD);
    bytes.set(new Uint8Array(Int32Array.from([this.placed.length, ...this.words]).buffer));
    for (const block of this.blocks) bytes.set(block.data, block.offset);
    return { bytes, placed: this.placed };
  }
}

/** Every input that the only output of the case may grow over, at the least distance; float needs multiples of its size. */
function growths(one: KernelCase, kernel: KernelDef, variant: KernelVariant): readonly Over[] {
  const outputs = kernel.operands.filter((o) => o.role === 'out' && one.operands[o.name] !== null);
  if (one.inPlace !== undefined || outputs.length !== 1) return [];
  return kernel.operands.filter((o) => o.role === 'in' && one.operands[o.name] !== null).flatMap(({ name }) => {
    const distance = variant.overlap?.(one.params, name) ?? null;
    return distance === null ? [] : [{ operand: name, distance: kernel.operands.some((o) => o.dtype === 'f32') ? Math.ceil(distance / 4) * 4 : distance }];
  });
}

/** The image of all cases that some variant of `table` supports, in place where a case is, each once per such variant and, unless operands are to be `apart`, once per input that
 *  its output may grow over. */
export function buildImage(cases: readonly KernelCase[], table: readonly Callable[], apart = false): CaseImage {
  const calls = cases.flatMap((one) => table.flatMap((callable, number) => {
    const variant = callable.kernel.variants.find((v) => v.isa === callable.isa);
    if (one.inPlace !== undefined && variant?.inPlace?.(one.params, one.inPlace) !== true) return [];
    return callable.kernel.name === one.kernel && (callable.form?.case ?? one) === one && variant?.supports(one.params, constantsOf(one, callable.kernel))
      ? [null, ...(apart ? [] : growths(one, callable.kernel, variant))].map((over) => ({ one, number, callable, variant, over })) : [];
  }));
  const builder = new ImageBuilder(1 + calls.reduce((words, call) => words + 4 + 2 * call.callable.kernel.operands.length, 0));
  for (const { one, ...how } of calls) builder.add(one, how);
  return builder.finish();
}

/** Worst difference of float outputs from the reference, relative to the largest value. */
const FLOAT_TOLERANCE = 2e-6;

function outputMatches(expected: TensorData, bytes: Uint8Array): boolean {
  if (!(expected instanceof Float32Array)) return Buffer.compare(bytesOfData(expected), bytes) === 0;
  const actual = new Float32Array(new Uint8Array(bytes).buffer);
  const largest = expected.reduce((max, value) => (Number.isFinite(value) ? Math.max(max, Math.abs(value)) : max), 0);
  return expected.every((value, i) => {
    const got = actual[i] ?? NaN;
    return Object.is(value, got) || value === got || Math.abs(value - got) <= FLOAT_TOLERANCE * largest;
  });
}

/** What is wrong with an image after its run: one line per wrong output, and one per byte changed where nothing may change. */
export function checkImage({ bytes, placed }: CaseImage, after: Uint8Array): string[] {
  const faults: string[] = [];
  const touched = new Uint8Array(bytes.length);
  for (const { case: one, isa, outputs, scratch } of placed) {
    touched.fill(1, scratch.offset, scratch.offset + scratch.bytes);
    const results = resultsOf(one.kernel, new Params(one.params), one.operands, outputs.at(-1)?.name ?? '');
    for (const { name, offset, bytes: length } of outputs) {
      touched.fill(1, offset, offset + length);
      const expected = results[name];
      if (expected === undefined || !outputMatches(expected, after.subarray(offset, offset + length))) faults.push(`${one.kernel}.${isa} ${one.name}: wrong ${name}`);
    }
  }
  bytes.forEach((byte, i) => {
    if (touched[i] === 0 && after[i] !== byte) faults.push(`byte ${i} was overwritten`);
  });
  return faults.slice(0, 20);
}
