import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeImage, isImageName } from '../../../src/data/image/decode-image.ts';
import { refusal, temporaryFolder } from '../../support/data-files.ts';

/** JPEG files of 14x18 pixels with the pixels that libjpeg makes of them. */
interface Picture {
  readonly jpeg: string;
  readonly pixels: string;
}
const pictures: { '420': Picture; '422': Picture; gray: Picture; cmyk: string } = JSON.parse(readFileSync(new URL('pictures.json', import.meta.url), 'utf8'));

const folder = temporaryFolder();
afterAll(() => folder.remove());

function png(colorType: 0 | 2 | 4 | 6, width = 2, height = 1, alpha = 255): Buffer {
  const image = new PNG({ width, height });
  image.data.forEach((_, i) => (image.data[i] = i % 4 === 3 ? alpha : (colorType === 0 || colorType === 4 ? 9 : 10 * i) % 256));
  return PNG.sync.write(image, { colorType, inputColorType: 6, inputHasAlpha: true });
}

const decode = (name: string, bytes: Uint8Array): ReturnType<typeof decodeImage> => decodeImage(folder.write(name, bytes));
const decoding = (bytes: Uint8Array) => (): unknown => decode('bad', bytes);

describe('PNG', () => {
  it('gives RGB or gray without transparency', () => {
    expect(decode('a.png', png(2))).toEqual({ height: 1, width: 2, channels: 3, data: Uint8Array.of(0, 10, 20, 40, 50, 60) });
    expect(decode('b.png', png(6, 2, 1, 100)).data).toEqual(Uint8Array.of(0, 10, 20, 40, 50, 60));
    expect(decode('c.png', png(0))).toEqual({ height: 1, width: 2, channels: 1, data: Uint8Array.of(9, 9) });
  });

  it('is refused when damaged or enormous', () => {
    const good = png(2, 8, 8);
    for (let length = 8; length < good.length; length++) expect(refusal(decoding(good.subarray(0, length)))).toMatch(/^QT3004: .*damaged PNG/);
    const changed = Buffer.from(good).fill(0, 45, 50);
    expect(refusal(decoding(changed))).toMatch(/^QT3004/);
    const huge = Buffer.from(good);
    huge.writeUInt32BE(100_000, 16);
    huge.writeUInt32BE(100_000, 20);
    expect(refusal(decoding(huge))).toMatch(/^QT3012/);
  });
});

describe('JPEG', () => {
  it.each(['420', '422'] as const)('%s equals libjpeg but for rounding', (kind) => {
    const image = decode('a.jpg', Buffer.from(pictures[kind].jpeg, 'base64'));
    const expected = Buffer.from(pictures[kind].pixels, 'base64');
    expect([image.height, image.width, image.channels]).toEqual([14, 18, 3]);
    const differences = Array.from(image.data, (v, i) => Math.abs(v - (expected[i] ?? 0)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(3);
    expect(differences.reduce((a, b) => a + b, 0) / differences.length).toBeLessThan(0.3);
  });

  it('may be gray', () => {
    const image = decode('g.jpg', Buffer.from(pictures.gray.jpeg, 'base64'));
    const expected = Buffer.from(pictures.gray.pixels, 'base64');
    expect(image.channels).toBe(1);
    expect(image.data.every((v, i) => Math.abs(v - (expected[i] ?? 0)) <= 1)).toBe(true);
  });

  it('is refused when it is cut off, damaged, enormous or CMYK', () => {
    const good = Buffer.from(pictures['420'].jpeg, 'base64');
    for (let length = 3; length < good.length - 40; length += 7) expect(refusal(decoding(good.subarray(0, length)))).toMatch(/^QT3004: .*damaged JPEG/);
    const frame = good.indexOf(Buffer.from([0xff, 0xc0]));
    const huge = Buffer.from(good);
    huge.writeUInt32BE(0xfff0fff0, frame + 5);
    expect(refusal(decoding(huge))).toMatch(/^QT3012/);
    expect(refusal(decoding(Buffer.from(pictures.cmyk, 'base64')))).toMatch(/^QT3006: .*4 colour components/);
  });

  it('ends in pixels or a diagnostic whatever byte is damaged', () => {
    const good = Buffer.from(pictures['420'].jpeg, 'base64');
    for (let at = 3; at < good.length; at += 2) {
      const damaged = Buffer.from(good);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      expect(refusal(decoding(damaged))).toMatch(/^(QT30(04|06|12)|no refusal)/);
    }
  });
});

describe('decodeImage', () => {
  it('refuses other files', () => {
    expect(refusal(decoding(Buffer.from('GIF89a')))).toMatch(/^QT3004: .*neither a PNG nor a JPEG/);
    expect(refusal(() => decodeImage(`${folder.path}/none.png`))).toMatch(/^QT3001/);
    expect(refusal(() => decodeImage(folder.path))).toMatch(/^QT3001: .*folder/);
  });

  it('knows its file names', () => {
    expect(['a.PNG', 'b.jpg', 'c.jpeg', 'd.txt', 'png'].map(isImageName)).toEqual([true, true, true, false, false]);
  });
});
