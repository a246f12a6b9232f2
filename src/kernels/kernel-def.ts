// What a kernel record says: C symbol, params struct, operands, and per instruction set how it packs weights and how much scratch it needs.
// One description serves lowering, planning, the WebAssembly executor and the emitted C; the C header is checked against it by a test.
import type { DType, TensorData } from '../ir/dtype.ts';
import type { ParamValues } from './program.ts';

/** int32_t or float: every params struct is a sequence of 4-byte scalars, so its layout is the same everywhere. */
export type ParamType = 'i32' | 'f32';

export interface ParamField {
  readonly name: string;
  readonly type: ParamType;
}

export interface OperandDef {
  readonly name: string;
  /** Element type of the pointer; 'u8' for kernels that move bytes. */
  readonly dtype: DType;
  /** `in`: read; `const`: read, packed at compile time; `out`: written completely; `inout`: partly written (slices). */
  readonly role: 'in' | 'const' | 'out' | 'inout';
  /** May be absent (a null pointer). */
  readonly optional?: boolean;
  /** The bytes of elements of any type; params count bytes. */
  readonly bytes?: boolean;
}

/** Constants in the kernel's canonical (portable, unpacked) layout, by operand name. */
export type KernelConstants = Readonly<Record<string, TensorData>>;

/** One implementation: file runtime-c/kernels/<isa>/<kernel>.c, symbol qn_<kernel> (portable) or qn_<kernel>_<isa>. */
export interface KernelVariant {
  readonly isa: string;
  /** Whether this variant can do the call; `constants` are the canonical ones. */
  supports(params: ParamValues, constants: KernelConstants): boolean;
  /** Re-arranges canonical constants for this variant's loop. */
  pack(params: ParamValues, constants: KernelConstants): KernelConstants;
  /** Bytes of scratch the call needs; the one formula that planner, checker and C agree on. */
  scratchBytes(params: ParamValues): number;
  /** Whether output may start at the same address as input operand `operand` (element-wise in place). */
  inPlace?(params: ParamValues, operand: string): boolean;
  /**
   * Bytes by which the output has to begin below input `operand`, at least, so that it may grow over what the call has read: with that distance
   * or a larger multiple of ALIGNMENT no byte is written before its last read. Null or absent: they share no byte. Holds for the only output of a call.
   */
  overlap?(params: ParamValues, operand: string): number | null;
  /** Which of the variant's forms a call takes, where they differ in cost: each has its own row in the cost tables. */
  form?(params: ParamValues): string;
  /** The instruction set whose fitted costs stand in where a target has none for this variant. */
  readonly costsLike?: string;
  /** Of kernels with float operands: built with QN_EXACT_FLOAT it gives the bits of the portable kernel, which rounds every product and every
   *  sum, in its own order. False unless stated; the portable variant is it by definition. */
  readonly exactFloat?: boolean;
}

export interface KernelDef {
  /** Base name: conv2d_s8. File name, catalogue key and, with prefix qn_, the symbol. */
  readonly name: string;
  readonly params: readonly ParamField[];
  readonly operands: readonly OperandDef[];
  /** Whether it moves elements without looking at them, or does the same to signed and unsigned integers: operands may have any type of their width. */
  readonly movesBits?: boolean;
  /** Whether the C function takes a scratch pointer as its last argument (null is allowed where scratchBytes is 0). */
  readonly scratch?: boolean;
  /** The kernel whose fitted costs stand in where a target has none for this one. */
  readonly costsLike?: string;
  /** Portable first. */
  readonly variants: readonly KernelVariant[];
  /** Multiply-accumulates of one call (0 where it has none). */
  macs(params: ParamValues): number;
}

/** Whether results may depend on how float arithmetic is done. */
export function usesFloat(kernel: KernelDef): boolean {
  return kernel.operands.some((operand) => operand.dtype === 'f32');
}

export function defineKernel(def: KernelDef): KernelDef {
  return Object.freeze(def);
}

/** C symbol of a variant. */
export function symbolOf(kernel: string, isa: string): string {
  return isa === 'portable' ? `qn_${kernel}` : `qn_${kernel}_${isa.replaceAll('-', '_')}`;
}
