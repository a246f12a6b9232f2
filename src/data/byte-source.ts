// Random access to bytes: a file, a part of it, or memory. The only place of src/data that opens files.
// Reads exactly what is asked for or fails with a coded diagnostic; keeps nothing in memory itself.
import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { fail } from '../diagnostics/diagnostic.ts';

/** Whole files (text, images, archive entries) above this are refused. */
export const MAX_WHOLE_FILE_BYTES = 2 ** 30;

export interface ByteSource {
  /** For messages. */
  readonly name: string;
  readonly size: number;
  /** A fresh copy of `length` bytes from `offset`, aligned for any element type. */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
  close(): void;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'it does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return typeof code === 'string' ? code : 'it cannot be opened';
}

/** Runs a file operation; its failure becomes QT3001 naming `path`. */
export function reading<T>(path: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    return fail('QT3001', `cannot read '${path}': ${reasonOf(error)}`, { where: { file: path } });
  }
}

export function isFolder(path: string): boolean {
  return reading(path, () => statSync(path).isDirectory());
}

/** Opens a file for random access. Throws QT3001. */
export function openFile(path: string): ByteSource {
  const handle = reading(path, () => openSync(path, 'r'));
  const { size, isFile } = reading(path, () => ({ size: fstatSync(handle).size, isFile: fstatSync(handle).isFile() }));
  if (!isFile) {
    closeSync(handle);
    return fail('QT3001', `'${path}' is not a regular file`, { where: { file: path } });
  }
  return {
    name: path,
    size,
    read: (offset, length) => {
      const bytes = new Uint8Array(length);
      const got = reading(path, () => readSync(handle, bytes, 0, length, offset));
      return got === length ? bytes : fail('QT3004', `'${path}' ends at byte ${offset + got}; ${offset + length} were expected`, { where: { file: path } });
    },
    close: () => closeSync(handle),
  };
}

/** `use(source)`; closes the source where that fails. */
export function closingOnFailure<T>(source: ByteSource, use: (source: ByteSource) => T): T {
  try {
    return use(source);
  } catch (error) {
    source.close();
    throw error;
  }
}

export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => (offset + length <= bytes.length ? new Uint8Array(bytes.subarray(offset, offset + length)) : fail('QT3004', `${name} ends at byte ${bytes.length}; ${offset + length} were expected`)),
    close: () => undefined,
  };
}

/** `size` bytes of `source` from `start`; closing it closes nothing. */
export function sliceSource(source: ByteSource, name: string, start: number, size: number): ByteSource {
  return {
    name,
    size,
    read: (offset, length) => (offset + length <= size ? source.read(start + offset, length) : fail('QT3004', `${name} ends at byte ${size}; ${offset + length} were expected`)),
    close: () => undefined,
  };
}

/** A whole file of bounded size. Throws QT3001 or QT3012. */
export function readWhole(path: string, limit = MAX_WHOLE_FILE_BYTES): Buffer {
  const size = reading(path, () => statSync(path).size);
  if (size > limit) fail('QT3012', `'${path}' has ${size} bytes; at most ${limit} are read at once`, { where: { file: path } });
  return reading(path, () => readFileSync(path));
}
