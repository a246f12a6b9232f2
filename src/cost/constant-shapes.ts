// What it saves and costs to compile a kernel with the params of one call as constants, fitted to exact counts (npm run costs -- --constant-shapes).
// A kernel that a target's file does not name gains less than LEAST_GAIN there.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import type { KernelCall } from '../kernels/program.ts';
import { type Coefficients, isCoefficients, tableKey } from './cost-table.ts';
import { FEATURES, featuresOf } from './features.ts';

export const CONSTANT_SHAPES_FILE = 'constant-shapes.json';

/** Share of a kernel's instructions, below which a form of its own is not worth it. */
export const LEAST_GAIN = 0.02;

export interface ConstantShape {
  /** Code and tables of one call's own form: the largest that was seen. */
  readonly bytes: number;
  /** Those of the kernel that all calls share, which is not linked where each call has a form of its own. */
  readonly sharedBytes: number;
  /** Instructions saved per unit of each feature. */
  readonly saved: Coefficients;
}

/** By row of the cost table: conv2d_s8.mve. */
export type ConstantShapeTable = ReadonlyMap<string, ConstantShape>;

function isConstantShape(value: unknown): value is ConstantShape {
  return typeof value === 'object' && value !== null && 'bytes' in value && typeof value.bytes === 'number' && value.bytes > 0 && 'sharedBytes' in value && typeof value.sharedBytes === 'number' && value.sharedBytes > 0 && 'saved' in value && isCoefficients(value.saved);
}

/** The file in a target's folder; empty where it has none: then no call gets a form of its own. Throws QT4007. */
export function readConstantShapes(folder: string): ConstantShapeTable {
  const file = join(folder, CONSTANT_SHAPES_FILE);
  if (!existsSync(file)) return new Map();
  let kernels: unknown;
  try {
    kernels = (JSON.parse(readFileSync(file, 'utf8')) as { kernels?: unknown }).kernels;
  } catch (error) {
    return fail('QT4007', `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { where: { file } });
  }
  const entries = typeof kernels === 'object' && kernels !== null ? Object.entries(kernels) : [];
  const wrong = entries.find(([, value]) => !isConstantShape(value));
  if (wrong !== undefined) return fail('QT4007', `${file}: 'kernels.${wrong[0]}' does not say what is saved and how many bytes that takes`, { where: { file, at: wrong[0] } });
  return new Map(entries as [string, ConstantShape][]);
}

type ShapedCall = Pick<KernelCall, 'kernel' | 'isa' | 'params'>;

/** The row for a call, or that of the instruction set that it costs like; null where it has no form of its own. */
export function constantShapeOf(table: ConstantShapeTable, call: ShapedCall): ConstantShape | null {
  const like = kernelOf(call.kernel).variants.find((v) => v.isa === call.isa)?.costsLike;
  return table.get(tableKey(call)) ?? (like === undefined ? undefined : table.get(tableKey({ ...call, isa: like }))) ?? null;
}

/** Predicted instructions that a call saves; 0 where it has no form of its own. */
export function savedInstructions(table: ConstantShapeTable, call: ShapedCall): number {
  const saved = constantShapeOf(table, call)?.saved ?? {};
  const features = featuresOf(call.kernel, call.params);
  return FEATURES.reduce((sum, name) => sum + (saved[name] ?? 0) * features[name], 0);
}
