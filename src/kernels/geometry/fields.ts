// Field lists and variant defaults shared by kernel records. The order of fields is the order of members of the C params structs.
// Formulas here are the TypeScript side of runtime-c/internal/conv_geometry.h; a test compares both.
import type { KernelConstants, KernelVariant, ParamField, ParamType } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';

/** Fields of one type. */
export function fields(type: ParamType, ...names: readonly string[]): readonly ParamField[] {
  return names.map((name) => ({ name, type }));
}

export const I8_CLAMP: readonly ParamField[] = fields('i32', 'out_zero_point', 'out_min', 'out_max');
export const F32_CLAMP: readonly ParamField[] = fields('f32', 'out_min', 'out_max');

export const CONV_GEOMETRY: readonly ParamField[] = fields(
  'i32', 'batch', 'in_h', 'in_w', 'in_c', 'out_h', 'out_w', 'out_c', 'kernel_h', 'kernel_w',
  'stride_h', 'stride_w', 'dilation_h', 'dilation_w', 'pad_top', 'pad_left',
);

export const POOL_GEOMETRY: readonly ParamField[] = fields(
  'i32', 'batch', 'in_h', 'in_w', 'channels', 'out_h', 'out_w', 'kernel_h', 'kernel_w', 'stride_h', 'stride_w',
);

export type VariantOptions = Partial<Pick<KernelVariant, 'supports' | 'pack' | 'scratchBytes' | 'inPlace' | 'form' | 'overlap' | 'costsLike' | 'exactFloat'>>;

/** A variant that supports every call, keeps constants as they are and needs no scratch, unless `options` say otherwise. */
export function defineVariant(isa: string, options: VariantOptions = {}): KernelVariant {
  return Object.freeze({ isa, supports: () => true, pack: (_params: ParamValues, constants: KernelConstants) => constants, scratchBytes: () => 0, ...options });
}

/** The portable variant: canonical constants; `options` state scratch, in-place use and overlap. */
export function portable(options: Pick<VariantOptions, 'scratchBytes' | 'inPlace' | 'overlap'> = {}): KernelVariant {
  return defineVariant('portable', options);
}

/** In place with any of `names`: element i of the output is written after element i of the inputs was read, and in order. */
export function inPlaceWith(...names: readonly string[]): (params: ParamValues, operand: string) => boolean {
  return (_params, operand) => names.includes(operand);
}

export function noMacs(): number {
  return 0;
}

/** Pooling may overwrite its input where nothing is padded: output pixel i lies at or before the first input pixel it reads. */
export function poolInPlace(params: ParamValues, operand: string): boolean {
  return operand === 'x' && params['pad_top'] === 0 && params['pad_left'] === 0;
}
