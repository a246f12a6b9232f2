// Reads a model file from disk, with the reader for its external data. The only other place of src/onnx that opens files.
import { readFileSync, statSync } from 'node:fs';
import { fail } from '../diagnostics/diagnostic.ts';
import { externalReader } from './external-data.ts';
import { LIMITS } from './limits.ts';
import type { ReadExternal } from './tensor-data.ts';

export interface ModelFile {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly readExternal: ReadExternal;
}

const REASONS: Readonly<Record<string, string>> = { ENOENT: 'it does not exist', ENOTDIR: 'it does not exist', EACCES: 'permission denied', EISDIR: 'it is a folder' };

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  return REASONS[code] ?? code;
}

/** Throws QT1001 (missing, unreadable, not a file) or QT1004 (too large). */
export function readModel(file: string): ModelFile {
  const where = { file };
  try {
    const status = statSync(file);
    if (status.isFile() && status.size <= LIMITS.fileBytes) return { file, bytes: readFileSync(file), readExternal: externalReader(file) };
    if (status.isFile()) fail('QT1004', `'${file}' has ${status.size} bytes; at most ${LIMITS.fileBytes} are read`, { where });
  } catch (error) {
    if (error instanceof Error && 'code' in error) fail('QT1001', `cannot read '${file}': ${reasonOf(error)}`, { where });
    throw error;
  }
  return fail('QT1001', `cannot read '${file}': it is not a regular file`, { where });
}
