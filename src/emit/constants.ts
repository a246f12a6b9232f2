// The constants of a program as C symbols; equal constants are stored once.
import { createHash } from 'node:crypto';
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

function keyOf(role: ConstantRole, data: TensorData): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return `${role} ${data.constructor.name} ${createHash('sha256').update(bytes).digest('hex')}`;
}

/** <name>_w<n> for weights, <name>_t<n> for tables, numbered in order of use. */
export function nameConstants(program: Program, name: string): NamedConstants {
  const byContent = new Map<string, NamedConstant>();
  const of = new Map<ConstantId, NamedConstant>();
  for (const constant of program.constants) {
    const key = keyOf(constant.role, constant.data);
    const count = [...byContent.values()].filter((c) => c.role === constant.role).length;
    const known = byContent.get(key) ?? { symbol: `${name}_${constant.role === 'weight' ? 'w' : 't'}${count}`, role: constant.role, data: constant.data, unit: constant.name };
    byContent.set(key, known);
    of.set(constant.id, known);
  }
  return { all: [...byContent.values()], of };
}
