// Reads what `compile` wrote: report.json and the golden vectors.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import type { CompileReport } from '../report/report.ts';

export interface GeneratedFolder {
  readonly folder: string;
  readonly report: CompileReport;
  readonly golden: { readonly inputs: Uint8Array; readonly outputs: Uint8Array };
}

function isReport(value: unknown): value is CompileReport {
  return typeof value === 'object' && value !== null && 'generator' in value && value.generator === 'quantune' && 'target' in value && typeof value.target === 'string';
}

function readReport(path: string, folder: string): CompileReport {
  const where = { file: folder };
  if (!existsSync(path)) fail('QT6006', `'${folder}' has no report.json`, { where });
  try {
    const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isReport(report)) return report;
  } catch {
    // Falls through to the diagnostic below: a report that is no JSON is as foreign as one of another program.
  }
  return fail('QT6006', `'${path}' is not a report of Quantune`, { where });
}

/** Throws QT6006. */
export function openGenerated(folder: string): GeneratedFolder {
  const report = readReport(join(folder, 'report.json'), folder);
  const read = (name: string): Uint8Array => {
    const path = join(folder, 'golden', name);
    return existsSync(path) ? new Uint8Array(readFileSync(path)) : new Uint8Array(0);
  };
  const golden = { inputs: read('inputs.bin'), outputs: read('outputs.bin') };
  if (golden.inputs.length === 0) fail('QT6006', `'${folder}' has no golden inputs to run`, { where: { file: folder }, remedy: 'compile with --calibrate, so that sample inputs are stored' });
  return { folder, report, golden };
}
