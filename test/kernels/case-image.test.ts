// The case images notice what they are there to notice: a wrong output and a byte written outside.
import { describe, expect, it } from 'vitest';
import { buildImage, checkImage } from './case-image.ts';
import { CASES } from './cases/all-cases.ts';
import { callables } from './dispatch.ts';

const CASE = CASES.filter((one) => one.kernel === 'flip_sign_8').slice(0, 1);
const IMAGE = buildImage(CASE, callables(['portable']));

/** The image with the right output written into it. */
function solved(): Uint8Array {
  const after = IMAGE.bytes.slice();
  const { case: one, outputs } = IMAGE.placed[0] ?? { case: { operands: { x: null } }, outputs: [] };
  after.set(Uint8Array.from((one.operands['x'] ?? new Uint8Array(0)) as Uint8Array, (x) => x ^ 0x80), outputs[0]?.offset ?? 0);
  return after;
}

describe('checkImage', () => {
  it('accepts the right output', () => {
    expect(checkImage(IMAGE, solved())).toEqual([]);
  });

  it('reports a wrong output', () => {
    const after = solved();
    const offset = IMAGE.placed[0]?.outputs[0]?.offset ?? 0;
    after[offset] = (after[offset] ?? 0) ^ 1;
    expect(checkImage(IMAGE, after)).toEqual([expect.stringContaining('wrong ')]);
  });

  it('reports a byte written behind the output', () => {
    const after = solved();
    const { offset, bytes } = IMAGE.placed[0]?.outputs[0] ?? { offset: 0, bytes: 0 };
    after[offset + bytes] = 0;
    expect(checkImage(IMAGE, after)).toEqual([`byte ${offset + bytes} was overwritten`]);
  });
});
