import { describe, expect, it } from 'vitest';
import { type Image, cropImage, toChannels } from '../../../src/data/image/image.ts';
import { refusal } from '../../support/data-files.ts';

const colour: Image = { height: 1, width: 2, channels: 3, data: Uint8Array.of(10, 200, 30, 255, 0, 128) };
const gray: Image = { height: 3, width: 4, channels: 1, data: Uint8Array.from({ length: 12 }, (_, i) => i) };

describe('toChannels', () => {
  it("makes gray as Pillow's convert('L')", () => {
    expect([...toChannels(colour, 'gray').data]).toEqual([124, 91]);
  });

  it('swaps and repeats channels', () => {
    expect([...toChannels(colour, 'bgr').data]).toEqual([30, 200, 10, 128, 0, 255]);
    expect([...toChannels({ ...gray, height: 1, width: 2 }, 'rgb').data]).toEqual([0, 0, 0, 1, 1, 1]);
    expect(toChannels(colour, 'rgb')).toBe(colour);
    expect(toChannels(gray, 'gray')).toBe(gray);
  });
});

describe('cropImage', () => {
  it('cuts the middle, rounded down, or at an offset', () => {
    expect([...cropImage(gray, { height: 2, width: 3 }, 'f').data]).toEqual([0, 1, 2, 4, 5, 6]);
    expect([...cropImage(gray, { height: 2, width: 2, offset: [1, 2] }, 'f').data]).toEqual([6, 7, 10, 11]);
  });

  it('refuses what does not fit', () => {
    expect(refusal(() => cropImage(gray, { height: 4, width: 2 }, 'f'))).toMatch(/^QT3005: 'f' is 3x4; a crop of 4x2/);
    expect(refusal(() => cropImage(gray, { height: 2, width: 2, offset: [2, 0] }, 'f'))).toMatch(/^QT3005/);
  });
});
