// What lowering produces and planning, execution and emission consume: kernel calls, buffers and constants.
// No ONNX vocabulary is left but the names carried for the reader. Every name of a model is data here, never C text.
import type { DType, TensorData } from '../ir/dtype.ts';
import type { QuantParams } from '../ir/graph.ts';
import type { Shape } from '../ir/tensor.ts';

export type BufferId = number;
export type ConstantId = number;

/** A tensor in the arena. Row-major in `shape` (NHWC for images). */
export interface Buffer {
  readonly id: BufferId;
  readonly name: string;
  readonly dtype: DType;
  readonly shape: Shape;
  readonly bytes: number;
  readonly quant?: QuantParams;
  /** Where it lies in a buffer that comes before it: a part of a Concat or Pad, or what a Slice takes. Without it the buffer is placed by itself. */
  readonly within?: { readonly buffer: BufferId; readonly byteOffset: number };
  /** Whether it holds no value of the graph: what a unit needs between its own calls. */
  readonly temporary?: boolean;
}

export type ConstantRole = 'weight' | 'table';

/** Read-only data, already packed for the kernel that reads it. `weight`: weights, biases, multipliers, shifts. `table`: look-up tables. */
export interface Constant {
  readonly id: ConstantId;
  readonly name: string;
  readonly role: ConstantRole;
  readonly dtype: DType;
  readonly data: TensorData;
}

export type Operand =
  /** `byteOffset` lets Concat and Pad write into a slice. */
  | { readonly kind: 'buffer'; readonly id: BufferId; readonly byteOffset: number }
  | { readonly kind: 'constant'; readonly id: ConstantId }
  | { readonly kind: 'null' };

export type ParamValues = Readonly<Record<string, number>>;

export interface KernelCall {
  /** Index into Program.units. */
  readonly unit: number;
  /** Name in the kernel catalogue. */
  readonly kernel: string;
  /** ISA folder of the chosen variant: 'portable', 'dsp', ... */
  readonly isa: string;
  readonly params: ParamValues;
  /** In the order of the kernel's operands. */
  readonly operands: readonly Operand[];
  readonly scratchBytes: number;
  /** Whether it calls a form of the kernel in which its params are constants. */
  readonly constantShapes?: boolean;
}

export type Precision = 'int8' | 'float';

/** One fused unit: one precision, one sensitivity value, one row of the report. */
export interface Unit {
  readonly name: string;
  readonly op: string;
  readonly onnxNodes: readonly string[];
  readonly precision: Precision;
  readonly macs: number;
  readonly outputShape: Shape;
}

export interface ProgramIo {
  /** ONNX name. */
  readonly name: string;
  readonly buffer: BufferId;
}

export interface Program {
  readonly units: readonly Unit[];
  /** In execution order. */
  readonly calls: readonly KernelCall[];
  readonly buffers: readonly Buffer[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly ProgramIo[];
  readonly outputs: readonly ProgramIo[];
  /** Inputs whose slots hold a state: the run leaves the new one there, and the output of that name is the same slot. */
  readonly states: readonly ProgramIo[];
  /** Float results are the same bits on every target: variants were chosen and files are emitted for it. */
  readonly exactFloat: boolean;
}

/** A block of memory that the caller provides, in a region of the memory map where there is one. */
export interface Arena {
  readonly region: string | null;
  /** Where it begins among all bytes of the program: the arenas lie one behind the other there. */
  readonly start: number;
  readonly bytes: number;
  /** Bytes of the region; null: no map limits it. */
  readonly room: number | null;
}

/** A program with every buffer and the scratch placed in one arena, or in several. */
export interface PlannedProgram extends Program {
  readonly arenas: readonly Arena[];
  /** Regions of the memory map for constants, and the one of each constant, by constant id; null where no map says. */
  readonly flash: readonly { readonly region: string; readonly room: number }[];
  readonly constantRegions: readonly (string | null)[];
  /** Byte offset of each buffer, by buffer id, counted through all arenas. */
  readonly offsets: readonly number[];
  /** Byte offset of each call's scratch, by call index; 0 where it needs none. */
  readonly scratchOffsets: readonly number[];
  /** Of all arenas. */
  readonly arenaBytes: number;
  /** Largest sum of bytes alive at one call, what an output may share with a dying input counted once: no placement in this order is smaller. */
  readonly lowerBoundBytes: number;
}

/** The buffer that is placed for `id`: itself, or the one that it is a part of at last. */
export function rootOf(buffers: readonly Buffer[], id: BufferId): BufferId {
  let at = id;
  for (let within = buffers[at]?.within; within !== undefined; within = buffers[at]?.within) at = within.buffer;
  return at;
}

/** Bytes between the beginning of `id` and that of the buffer that is placed for it. */
export function offsetInRoot(buffers: readonly Buffer[], id: BufferId): number {
  const within = buffers[id]?.within;
  return within === undefined ? 0 : within.byteOffset + offsetInRoot(buffers, within.buffer);
}

/** Alignment in bytes of every buffer that is no part of another, of every scratch area and constant. */
export const ALIGNMENT = 16;
