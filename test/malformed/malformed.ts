// The table of malformed models, and what a case must show: files, or its one code, naming the file and the node, with a remedy, in time.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CODES } from '../../src/diagnostics/codes.ts';
import { type Diagnostic, DiagnosticError } from '../../src/diagnostics/diagnostic.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { attemptModel } from '../support/attempt.ts';
import { FILE_CASES } from './cases/file.ts';
import { GRAPH_CASES } from './cases/graph.ts';
import { OPERATOR_CASES } from './cases/operators.ts';
import { QUANTIZED_CASES } from './cases/quantized.ts';
import { TENSOR_CASES } from './cases/tensors.ts';
import { VERSION_CASES } from './cases/versions.ts';
import type { MalformedCase } from './malformed-case.ts';

export const MALFORMED: readonly MalformedCase[] = [...FILE_CASES, ...VERSION_CASES, ...GRAPH_CASES, ...TENSOR_CASES, ...OPERATOR_CASES, ...QUANTIZED_CASES];

/** Milliseconds of processor time that a case may take. */
const LIMIT_MS = 10_000;
/** Characters of a message: names of a model must not flood it. */
const LONGEST_MESSAGE = 10_000;

/** What is wrong with a refusal; null where nothing is. */
function faultOf(diagnostics: readonly Diagnostic[], given: MalformedCase, file: string): string | null {
  const codes = [...new Set(diagnostics.map((d) => d.code))].join(', ');
  const text = diagnostics.map((d) => d.message).join('; ').slice(0, 300);
  if (codes !== given.gives) return `gives ${codes} instead of ${given.gives}: ${text}`;
  const named = diagnostics.every((d) => d.where.file === file || d.code.startsWith('QT3') || d.code === 'QT1013');
  if (!named) return `does not name the file: ${text}`;
  if (given.node !== undefined && !diagnostics.some((d) => d.where.node === given.node)) return `does not name the node '${given.node}', but '${diagnostics[0]?.where.node ?? ''}': ${text}`;
  if (diagnostics.some((d) => d.remedy === '' || CODES[d.code].severity === 'warning')) return `has no remedy: ${text}`;
  return diagnostics.some((d) => d.message.length > LONGEST_MESSAGE) ? 'has a message without end' : null;
}

async function outcome(given: MalformedCase, folder: string): Promise<string | null> {
  const file = join(folder, 'model.onnx');
  writeFileSync(file, given.bytes());
  given.beside?.(folder);
  try {
    const files = await attemptModel({ ...readModel(file), ...(given.dims ? { dims: given.dims } : {}) });
    return given.gives === 'files' && files.has('report.json') ? null : `gives files instead of ${given.gives}`;
  } catch (error) {
    if (error instanceof DiagnosticError) return faultOf(error.diagnostics, given, file);
    return `throws ${error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error)}`;
  }
}

/** Null where the case gives what it must, else what is wrong. */
export async function checkCase(given: MalformedCase): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), 'quantune-malformed-'));
  try {
    mkdirSync(join(folder, 'models'));
    const begun = process.cpuUsage();
    const fault = await outcome(given, join(folder, 'models'));
    const { user, system } = process.cpuUsage(begun);
    const elapsed = (user + system) / 1000;
    return fault ?? (elapsed > LIMIT_MS ? `takes ${Math.round(elapsed)} ms` : null);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
