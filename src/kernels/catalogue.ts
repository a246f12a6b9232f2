// Looks kernels and variants up. The list itself is generated from the directory (scripts/generate-index.mjs).
// A name that is not in the catalogue is a defect of lowering, never of a model.
import { invariant } from '../diagnostics/diagnostic.ts';
import { KERNELS } from './index.gen.ts';
import { type KernelConstants, type KernelDef, type KernelVariant, usesFloat } from './kernel-def.ts';
import type { ParamValues } from './program.ts';

const BY_NAME: ReadonlyMap<string, KernelDef> = new Map(KERNELS.map((kernel) => [kernel.name, kernel]));

/** The kernel called `name` (conv2d_s8). */
export function kernelOf(name: string): KernelDef {
  const kernel = BY_NAME.get(name);
  invariant(kernel !== undefined, `no kernel '${name}' in the catalogue`);
  return kernel;
}

/** The variant of `kernel` for ISA folder `isa`. */
export function variantOf(kernel: KernelDef, isa: string): KernelVariant {
  const variant = kernel.variants.find((v) => v.isa === isa);
  invariant(variant !== undefined, `kernel '${kernel.name}' has no variant '${isa}'`);
  return variant;
}

/** Which variants a target wants. */
export interface VariantPreference {
  /** ISA folders in order of preference; 'portable' closes every list. */
  readonly isa: readonly string[];
  /** Only variants whose float results are the portable kernel's bits. */
  readonly exactFloat?: boolean;
}

/** The first variant in the order of preference that supports the call. `constants` are canonical. */
export function chooseVariant(kernel: KernelDef, preference: VariantPreference, params: ParamValues, constants: KernelConstants): KernelVariant {
  const anyBits = preference.exactFloat !== true || !usesFloat(kernel);
  for (const isa of preference.isa) {
    const variant = kernel.variants.find((v) => v.isa === isa);
    if (variant?.supports(params, constants) && (anyBits || variant.exactFloat === true)) return variant;
  }
  return variantOf(kernel, 'portable');
}
