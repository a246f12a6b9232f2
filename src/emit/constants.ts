// The constants of a program as C symbols.
import type { TensorData } from '../ir/dtype.ts';
import type { ConstantId, ConstantRole, PlannedProgram } from '../kernels/program.ts';
import { type CText, trusted } from './c-text.ts';
import { identifierOf, macroOf } from './identifier.ts';

export interface NamedConstant {
  readonly symbol: string;
  readonly role: ConstantRole;
  readonly data: TensorData;
  /** Unit that reads it first. */
  readonly unit: string;
  /** Region of the memory map; null: where the linker puts constants. */
  readonly region: string | null;
}

export interface NamedConstants {
  readonly all: readonly NamedConstant[];
  readonly of: ReadonlyMap<ConstantId, NamedConstant>;
}

/** <name>_w<n> for weights, <name>_t<n> for tables, numbered in order of use. */
export function nameConstants(program: PlannedProgram, name: string): NamedConstants {
  const counts = { weight: 0, table: 0 };
  const all = program.constants.map(({ id, role, data, name: unit }) => ({ symbol: `${name}_${role === 'weight' ? 'w' : 't'}${counts[role]++}`, role, data, unit, region: program.constantRegions[id] ?? null }));
  return { all, of: new Map(program.constants.map(({ id }, i) => [id, all[i]] as const).flatMap(([id, named]) => (named === undefined ? [] : [[id, named]]))) };
}

/** Macro that puts a constant into the section of a region. */
export function sectionMacro(name: string, region: string): CText {
  return macroOf(trusted(`${name}_in_${identifierOf(region)}`));
}
