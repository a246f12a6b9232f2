// The network of test/toolchain/fixture in TypeScript: what its firmware must answer, byte by byte.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const FIXTURE: string = fileURLToPath(new URL('./fixture', import.meta.url));
export const INPUT_BYTES = 16;

function weights(name: string): readonly number[] {
  const text = readFileSync(join(FIXTURE, 'tiny_weights.c'), 'utf8');
  const body = new RegExp(`${name}\\[\\d+\\] = \\{([^}]*)\\}`).exec(text)?.[1] ?? '';
  return body.split(',').map((v) => v.trim()).filter((v) => v !== '').map(Number);
}

function dense(x: readonly number[], w: readonly number[], shift: number): readonly number[] {
  return Array.from({ length: w.length / x.length }, (_, o) => {
    const acc = x.reduce((sum, v, i) => sum + v * (w[o * x.length + i] ?? 0), 0);
    return Math.max(-128, Math.min(127, acc >> shift));
  });
}

/** Samples that use the whole range of int8. */
export function fixtureInputs(samples: number): Uint8Array {
  return Uint8Array.from({ length: samples * INPUT_BYTES }, (_, i) => (i * 53 + (i >> 4) * 7) & 255);
}

/** Outputs of all samples: four float32 each. */
export function fixtureOutputs(inputs: Uint8Array): Uint8Array {
  const values = [];
  for (let at = 0; at < inputs.length; at += INPUT_BYTES) {
    const x = [...new Int8Array(inputs.slice(at, at + INPUT_BYTES).buffer)];
    const hidden = dense(dense(x, weights('tiny_w0'), 5), weights('tiny_w1'), 4);
    values.push(...hidden.map((v) => Math.fround(v * Math.fround(0.3))));
  }
  return new Uint8Array(Float32Array.from(values).buffer);
}
