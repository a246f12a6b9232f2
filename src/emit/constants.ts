// The constants of a program as C symbols.
import type { TensorData } from '../ir/dtype.ts';
import type { ConstantId, ConstantRole, Program } from '../kernels/program.ts';

export interface NamedConstant {
  readonly symbol: string;
  readonly role: ConstantRole;
  readonly data: TensorData;
  /** Unit that reads it first. */
  readonly unit: string;
}

export interface NamedConstants {
  readonly all: readonly NamedConstant[];
  readonly of: ReadonlyMap<ConstantId, NamedConstant>;
}

/** <name>_w<n> for weights, <name>_t<n> for tables, numbered in order of use. */
export function nameConstants(program: Program, name: string): NamedConstants {
  const counts = { weight: 0, table: 0 };
  const all = program.constants.map(({ role, data, name: unit }) => ({ symbol: `${name}_${role === 'weight' ? 'w' : 't'}${counts[role]++}`, role, data, unit }));
  return { all, of: new Map(program.constants.map(({ id }, i) => [id, all[i]] as const).flatMap(([id, named]) => (named === undefined ? [] : [[id, named]]))) };
}
