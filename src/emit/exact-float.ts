// Names of the kernels whose code depends on QN_EXACT_FLOAT. They get symbols of their own, so that a program that links an exact
// network beside another one cannot run it on the other's kernels. The list does not depend on the network: exact folders share their kernels.
import { KERNELS } from '../kernels/index.gen.ts';
import { symbolOf, usesFloat } from '../kernels/kernel-def.ts';
import { type CText, trusted } from './c-text.ts';

/** Symbols of all float and mixed kernels that firmware may hold where float is exact, sorted; the executor's own (wasm) never ship. */
export function exactSymbols(): { readonly symbol: CText }[] {
  const symbols = KERNELS.filter(usesFloat).flatMap((kernel) => kernel.variants
    .filter((v) => v.isa === 'portable' || (v.isa !== 'wasm' && v.exactFloat === true))
    .map((v) => symbolOf(kernel.name, v.isa)));
  return symbols.sort().map((symbol) => ({ symbol: trusted(symbol) }));
}
