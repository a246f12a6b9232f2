// All kinds of fuzzing.
import type { FuzzKind } from './fuzz-kind.ts';
import { BYTES } from './kinds/bytes.ts';
import { DATA } from './kinds/data.ts';
import { NAMES } from './kinds/names.ts';
import { OPTION_LINES } from './kinds/options.ts';
import { TARGETS } from './kinds/targets.ts';

export const KINDS: readonly FuzzKind[] = [BYTES, NAMES, DATA, TARGETS, OPTION_LINES];

export function kindOf(name: string): FuzzKind {
  const found = KINDS.find((k) => k.name === name);
  if (found === undefined) throw new RangeError(`there is no kind '${name}'; there are ${KINDS.map((k) => k.name).join(', ')}`);
  return found;
}
