// C and TypeScript twins bit for bit: qn_requantize over 10^7 triples including extremes, qn_requantize_sum, and expf, sigmoidf and tanhf over random bit patterns.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { requantize, requantizeSum } from '../../src/numeric/fixed-point.ts';
import { expf, sigmoidf, tanhf } from '../../src/numeric/float-functions.ts';
import { INCLUDES, ZIG, buildFolder, compile } from '../kernels/kernel-build.ts';

const REQUANTIZATIONS = 10_000_000;
const SUMS = 2_000_000;
const FLOATS = 500_000;
const EXTREMES = [-(2 ** 31), 2 ** 31 - 1, -1, 0];
const TIMEOUT = 60_000;

/** xorshift32, as in twin-driver.c. */
class Draws {
  private state = 2463534242 | 0;

  next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return this.state;
  }
}

function requantizeOne(draws: Draws): number {
  const [r0, r1, r2] = [draws.next(), draws.next(), draws.next()];
  const preShift = (r2 >>> 8) & 15;
  const wide = (r1 & 15) === 0 ? (EXTREMES[r0 & 3] ?? 0) : r0;
  const multiplier = (r2 & 31) === 0 ? 2 ** 31 - 1 : 2 ** 30 + (r1 >>> 2);
  const shift = 1 + (((r2 >>> 16) & 255) % 22);
  const out = { zeroPoint: (r2 >>> 24) - 128, min: (r0 & 64) !== 0 ? -128 : -100, max: (r0 & 128) !== 0 ? 127 : 90 };
  return requantize(wide >> preShift, preShift, { multiplier, shift }, out);
}

function sumOne(draws: Draws): number {
  const [r0, r1, r2] = [draws.next(), draws.next(), draws.next()];
  const preShift = (r2 >>> 8) & 15;
  const shift = 12 + (((r2 >>> 16) & 255) % 11);
  const range = { min: (r0 & 64) !== 0 ? -128 : -100, max: (r0 & 128) !== 0 ? 127 : 90 };
  return requantizeSum(r0 >> preShift, r2 >>> 1, (r2 >>> 24) - 128, { preShift, shift, residualMultiplier: r1 & 32767, offset: (r1 >>> 2) - 2 ** 29, ...range });
}

describe('twins of the C runtime', () => {
  let bytes = Buffer.alloc(0);
  const draws = new Draws();

  beforeAll(() => {
    const folder = buildFolder('twins');
    const [program, output] = [path.join(folder, 'program'), path.join(folder, 'outputs.bin')];
    const source = path.join(import.meta.dirname, 'twin-driver.c');
    compile(ZIG, ['-std=c99', '-O2', '-fno-sanitize=all', '-ffp-contract=off', '-DQN_EXACT_FLOAT', ...INCLUDES, '-o', program, source]);
    execFileSync(program, [output]);
    bytes = readFileSync(output);
  }, TIMEOUT);

  it('requantize alike over 10^7 triples', () => {
    let different = 0;
    for (let i = 0; i < REQUANTIZATIONS; i++) if (requantizeOne(draws) !== bytes.readInt8(i)) different++;
    expect(different).toBe(0);
  }, TIMEOUT);

  it('add a residual alike', () => {
    let different = 0;
    for (let i = 0; i < SUMS; i++) if (sumOne(draws) !== bytes.readInt8(REQUANTIZATIONS + i)) different++;
    expect(different).toBe(0);
  }, TIMEOUT);

  it('compute expf, sigmoidf and tanhf alike', () => {
    const pattern = new Int32Array(1);
    const x = new Float32Array(pattern.buffer);
    const different: string[] = [];
    for (let i = 0; i < FLOATS; i++) {
      pattern[0] = draws.next();
      const value = x[0] ?? 0;
      for (const [j, twin] of [expf, sigmoidf, tanhf].entries()) {
        const got = bytes.readFloatLE(REQUANTIZATIONS + SUMS + 4 * (3 * i + j));
        if (!Object.is(got, twin(value))) different.push(`${twin.name}(${value}) = ${got}, not ${twin(value)}`);
      }
    }
    expect(different.slice(0, 10)).toEqual([]);
  }, TIMEOUT);
});
