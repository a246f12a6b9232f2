// Instructions of a program on a target, from coefficients that were fitted to exact counts under emulation (npm run costs).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import { kernelOf } from '../kernels/catalogue.ts';
import type { KernelCall } from '../kernels/program.ts';
import { FEATURES, type Feature, featuresOf } from './features.ts';

/** Instructions per unit of each feature. */
export type Coefficients = Readonly<Partial<Record<Feature, number>>>;

/** By kernel and variant: conv2d_s8.portable. */
export type CostTable = ReadonlyMap<string, Coefficients>;

/** For kernels that a table has neither by name nor under the kernel they cost like: a scalar core's share of loads, arithmetic and loops. */
const ANALYTIC: Coefficients = { call: 60, pixels: 20, outputs: 12, macs: 2.5, inputs: 1.5, window: 3 };

export const COSTS_FILE = 'costs.json';

export function isCoefficients(value: unknown): value is Coefficients {
  return typeof value === 'object' && value !== null && Object.entries(value).every(([name, v]) => (FEATURES as readonly string[]).includes(name) && typeof v === 'number' && Number.isFinite(v) && v >= 0);
}

/** The table in a target's folder; empty where it has none: then everything is analytic. Throws QT4007. */
export function readCostTable(folder: string): CostTable {
  const file = join(folder, COSTS_FILE);
  if (!existsSync(file)) return new Map();
  let kernels: unknown;
  try {
    kernels = (JSON.parse(readFileSync(file, 'utf8')) as { kernels?: unknown }).kernels;
  } catch (error) {
    return fail('QT4007', `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { where: { file } });
  }
  const entries = typeof kernels === 'object' && kernels !== null ? Object.entries(kernels) : [];
  const wrong = entries.find(([, value]) => !isCoefficients(value));
  if (entries.length === 0 || wrong !== undefined) return fail('QT4007', `${file}: 'kernels${wrong ? `.${wrong[0]}` : ''}' is not a list of coefficients`, { where: { file, at: wrong?.[0] ?? 'kernels' } });
  return new Map(entries as [string, Coefficients][]);
}

/** Row of the table for a call: kernel and instruction set, and the form where the variant has more than one. */
export function tableKey(call: Pick<KernelCall, 'kernel' | 'isa' | 'params'>): string {
  const form = kernelOf(call.kernel).variants.find((v) => v.isa === call.isa)?.form?.(call.params);
  return `${call.kernel}.${call.isa}${form === undefined ? '' : `.${form}`}`;
}

export function predictedCall(table: CostTable, call: Pick<KernelCall, 'kernel' | 'isa' | 'params'>): number {
  const { costsLike, variants } = kernelOf(call.kernel);
  const like = variants.find((v) => v.isa === call.isa)?.costsLike;
  const coefficients = table.get(tableKey(call)) ?? (like === undefined ? undefined : table.get(tableKey({ ...call, isa: like }))) ?? (costsLike === undefined ? undefined : table.get(tableKey({ ...call, kernel: costsLike }))) ?? ANALYTIC;
  const features = featuresOf(call.kernel, call.params);
  return FEATURES.reduce((sum, name) => sum + (coefficients[name] ?? 0) * features[name], 0);
}

/** Predicted instructions of one inference. */
export function predictedInstructions(table: CostTable, calls: readonly KernelCall[]): number {
  return calls.reduce((sum, call) => sum + predictedCall(table, call), 0);
}
