import { describe, expect, it } from 'vitest';
import type { Image } from '../../../src/data/image/image.ts';
import { resizeImage } from '../../../src/data/image/resize.ts';

/** 5x7, (37 i) mod 256. */
const image: Image = { height: 5, width: 7, channels: 1, data: Uint8Array.from({ length: 35 }, (_, i) => (i * 37) % 256) };

describe('resizeImage', () => {
  it("'pil' equals Pillow's BILINEAR, smaller and larger", () => {
    expect([...resizeImage(image, 2, 3, 'pil').data]).toEqual([35, 114, 193, 41, 120, 199]);
    expect([...resizeImage(image, 6, 9, 'pil').data.subarray(0, 18)]).toEqual([0, 25, 53, 82, 111, 140, 169, 197, 222, 2, 27, 55, 84, 113, 142, 171, 199, 224]);
  });

  it("'bilinear' takes the four neighbours at half-pixel centres", () => {
    const square: Image = { height: 2, width: 2, channels: 1, data: Uint8Array.of(0, 10, 20, 30) };
    expect([...resizeImage(square, 4, 4, 'bilinear').data.subarray(0, 8)]).toEqual([0, 2.5, 7.5, 10, 5, 7.5, 12.5, 15]);
    expect([...resizeImage(square, 1, 1, 'bilinear').data]).toEqual([15]);
    expect([...resizeImage({ height: 1, width: 1, channels: 1, data: Uint8Array.of(7) }, 2, 2, 'bilinear').data]).toEqual([7, 7, 7, 7]);
  });

  it.each(['pil', 'bilinear'] as const)('%s keeps channels apart and constants constant', (filter) => {
    const colour: Image = { height: 3, width: 4, channels: 3, data: Uint8Array.from({ length: 36 }, (_, i) => [10, 100, 250][i % 3] ?? 0) };
    for (const [h, w] of [[1, 1], [2, 9], [7, 2]] as const) {
      expect(resizeImage(colour, h, w, filter).data.every((v, i) => Math.abs(v - ([10, 100, 250][i % 3] ?? 0)) < 1e-3)).toBe(true);
    }
  });

  it('leaves an image of the wanted size alone', () => {
    expect(resizeImage(image, 5, 7, 'pil')).toBe(image);
  });
});
