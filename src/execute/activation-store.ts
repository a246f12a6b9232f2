// Activations of the float inference, kept on disk until the quantized inference of the same sample is compared with them: memory stays that
// of one sample, whatever the number of samples. One file per sample in a folder that is removed at the end.
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';

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

/** The tensors of one sample by name; `layout` is the order in which they were written. */
export function readActivations(folder: string, sample: number, layout: readonly StoredTensor[]): Map<string, Float32Array> {
  const bytes = readFileSync(pathOf(folder, sample));
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  let at = 0;
  return new Map(layout.map(({ name, elements }) => {
    const values = all.subarray(at, at + elements);
    at += elements;
    return [name, values];
  }));
}
