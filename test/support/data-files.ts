// Files for tests of data sets: .npy and .npz bytes, a temporary folder, and the diagnostic code that an operation ends in.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { DiagnosticError } from '../../src/diagnostics/diagnostic.ts';

/** Bytes of a version 1 .npy file. */
export function npyBytes(descr: string, shape: readonly number[], data: ArrayBufferView, columnMajor = false): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': ${columnMajor ? 'True' : 'False'}, 'shape': (${tuple}), }`;
  const header = `${text.padEnd(117)}\n`;
  const elements = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Buffer.concat([Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0), Buffer.from(header), elements]);
}

export function floats(shape: readonly number[], value: (i: number) => number = (i) => i): Uint8Array {
  const count = shape.reduce((product, dim) => product * dim, 1);
  return npyBytes('<f4', shape, Float32Array.from({ length: count }, (_, i) => value(i)));
}

export function npzBytes(arrays: Readonly<Record<string, Uint8Array>>, level: 0 | 6 = 6): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes])), { level });
}

export interface Folder {
  readonly path: string;
  /** Writes a file (creating folders) and gives its path. */
  write(name: string, content: Uint8Array | string | object): string;
  remove(): void;
}

export function temporaryFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'quantune-data-'));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content instanceof Uint8Array || typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** `CODE: message` of the diagnostic that `operation` throws, or what it gave instead. */
export function refusal(operation: () => unknown): string {
  try {
    operation();
    return 'no refusal';
  } catch (error) {
    if (error instanceof DiagnosticError) return error.message;
    throw error;
  }
}
