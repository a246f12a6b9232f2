// Between the model's own float tensors and what a program takes and gives: samples are encoded for integer inputs, outputs made real again.
import { invariant } from '../diagnostics/diagnostic.ts';
import type { TensorData } from '../ir/dtype.ts';
import type { Buffer, PlannedProgram } from '../kernels/program.ts';
import { roundHalfEven } from '../numeric/rounding.ts';

/** Camera normalization that was folded into the program: the input holds pixels, x = (pixel - mean) / std per channel of an NCHW image. */
export interface FoldedNormalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What encoding needs of a program: its inputs, outputs and their buffers. */
export type IoProgram = Pick<PlannedProgram, 'inputs' | 'outputs' | 'buffers'>;

function bufferOf(program: IoProgram, id: number): Buffer {
  const buffer = program.buffers[id];
  invariant(buffer !== undefined, `no buffer ${id}`);
  return buffer;
}

function affineOf(buffer: Buffer): { scale: number; zeroPoint: number } {
  const scale = buffer.quant?.scale[0];
  const zeroPoint = buffer.quant?.zeroPoint[0];
  invariant(scale !== undefined && zeroPoint !== undefined, `buffer '${buffer.name}' has no scale`);
  return { scale, zeroPoint };
}

function toPixels(x: TensorData, shape: readonly number[], normalization: FoldedNormalization): Float32Array {
  const channels = shape[1] ?? 1;
  const plane = shape.slice(2).reduce((p, d) => p * d, 1);
  const at = (list: readonly number[], c: number): number => list[list.length === 1 ? 0 : c] ?? 0;
  return Float32Array.from(x as ArrayLike<number>, (v, i) => {
    const c = Math.floor(i / plane) % channels;
    return Math.round(v * at(normalization.std, c) + at(normalization.mean, c));
  });
}

/** A float sample in the element types of the program's inputs. */
export function encodeInputs(program: IoProgram, inputs: readonly TensorData[], normalization: FoldedNormalization | null = null): TensorData[] {
  return program.inputs.map((io, i) => {
    const buffer = bufferOf(program, io.buffer);
    const given = inputs[i];
    invariant(given !== undefined, `input '${io.name}' is missing`);
    const real = normalization === null ? given : toPixels(given, buffer.shape, normalization);
    if (buffer.quant === undefined) return real;
    const { scale, zeroPoint } = affineOf(buffer);
    const [low, high] = buffer.dtype === 'u8' ? [0, 255] : [-128, 127];
    const quantize = (v: number): number => Math.max(low, Math.min(high, roundHalfEven(Math.fround(v * Math.fround(1 / scale))) + zeroPoint));
    const numbers = real as ArrayLike<number>;
    return buffer.dtype === 'u8' ? Uint8Array.from(numbers, quantize) : Int8Array.from(numbers, quantize);
  });
}

/** A buffer's content as real values. */
export function toReal(program: IoProgram, id: number, data: TensorData): Float32Array {
  const buffer = bufferOf(program, id);
  if (data instanceof Float32Array) return data;
  if (buffer.quant === undefined) return Float32Array.from(data as ArrayLike<number | bigint>, Number);
  const { scale, zeroPoint } = affineOf(buffer);
  return Float32Array.from(data as ArrayLike<number>, (v) => scale * (v - zeroPoint));
}

export function realOutputs(program: IoProgram, outputs: readonly TensorData[]): Float32Array[] {
  return program.outputs.map((io, i) => toReal(program, io.buffer, outputs[i] ?? new Float32Array(0)));
}
