// Activations of the float inference, kept on disk until the quantized inference of the same sample is compared with them: memory stays that
// of one tensor, whatever the number of samples. One file per sample in a folder that is removed at the end.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, invariant } from '../diagnostics/diagnostic.ts';

export interface StoredTensor {
  readonly name: string;
  readonly elements: number;
}

function pathOf(folder: string, sample: number): string {
  return join(folder, `${sample}.f32`);
}

/** Runs `work` with a folder of its own, which is removed afterwards whatever happens. */
export async function withActivationFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'quantune-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Throws QT3507 where the disk does not take what is written. */
function onDisk<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    return fail('QT3507', `activations could not be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Writes the tensors of one sample in the order in which they come. Throws QT3507. */
export class ActivationWriter {
  readonly #file: number;

  constructor(folder: string, sample: number) {
    this.#file = onDisk(() => openSync(pathOf(folder, sample), 'w'));
  }

  add(values: Float32Array): void {
    onDisk(() => writeSync(this.#file, values));
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Reads tensors of one sample by name; `layout` is the order in which they were written. */
export class ActivationReader {
  readonly #file: number;
  readonly #layout: readonly StoredTensor[];

  constructor(folder: string, sample: number, layout: readonly StoredTensor[]) {
    this.#file = openSync(pathOf(folder, sample), 'r');
    this.#layout = layout;
  }

  read(name: string, into: Float32Array): void {
    const at = this.#layout.findIndex((t) => t.name === name);
    invariant(this.#layout[at]?.elements === into.length, `${into.length} elements of '${name}' were kept`);
    const before = this.#layout.slice(0, at).reduce((sum, t) => sum + t.elements, 0);
    const bytes = readSync(this.#file, into, 0, into.byteLength, 4 * before);
    invariant(bytes === into.byteLength, `'${name}' is kept whole`);
  }

  close(): void {
    closeSync(this.#file);
  }
}
