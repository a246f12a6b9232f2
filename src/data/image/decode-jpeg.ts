// JPEG files to 8-bit gray or RGB. The decoder gives luma and repeated chroma; chroma is then interpolated and converted as
// libjpeg does ("fancy upsampling"), because networks are trained on its pictures: repeated chroma differs by 1.4 levels on average.
import jpeg from 'jpeg-js';
import { fail } from '../../diagnostics/diagnostic.ts';
import { MAX_PIXELS } from './decode-png.ts';
import type { Image } from './image.ts';
import { type ChromaGrid, upsampleChroma, yccToRgb } from './ycc.ts';

const MAX_MEMORY_MB = 1024;

interface Header {
  readonly height: number;
  readonly width: number;
  readonly components: number;
  /** Luma samples per chroma sample along both axes, null where the layout is another. */
  readonly chroma: ChromaGrid | null;
  /** Colour transform of an Adobe marker: 0 none, 1 YCbCr, 2 YCCK; null without the marker. */
  readonly adobeTransform: number | null;
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

function damaged(file: string, why: string): never {
  return fail('QT3004', `'${file}' is a damaged JPEG: ${why}`, { where: { file } });
}

const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function chromaGrid(bytes: Buffer, frame: number, components: number): ChromaGrid | null {
  const factors = Array.from({ length: components }, (_, i) => bytes[frame + 11 + 3 * i] ?? 0);
  const [luma = 0, ...others] = factors;
  if (components !== 3 || others.some((f) => f !== 0x11)) return null;
  return { columns: luma >> 4, rows: luma & 15 };
}

/** Walks the marker segments up to the frame header. */
function parseHeader(bytes: Buffer, file: string): Header {
  let adobeTransform: number | null = null;
  for (let at = 2; at + 10 < bytes.length; ) {
    if (bytes[at] !== 0xff) return damaged(file, `no marker at byte ${at}`);
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (isFrame(marker)) {
      const components = bytes[at + 9] ?? 0;
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7), components, chroma: chromaGrid(bytes, at, components), adobeTransform };
    }
    if (marker === 0xee && bytes.toString('latin1', at + 4, at + 9) === 'Adobe') adobeTransform = bytes[at + 15] ?? null;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return damaged(file, 'it has no frame header');
}

function decodePlanes(bytes: Buffer, file: string): { width: number; height: number; data: Uint8Array } {
  try {
    return jpeg.decode(bytes, { useTArray: true, formatAsRGBA: false, colorTransform: false, tolerantDecoding: false, maxResolutionInMP: 100, maxMemoryUsageInMB: MAX_MEMORY_MB });
  } catch {
    return damaged(file, 'its image data cannot be decoded');
  }
}

/** Throws QT3004 on damage, QT3006 on CMYK, QT3012 on too many pixels. */
export function decodeJpeg(bytes: Buffer, file: string): Image {
  const header = parseHeader(bytes, file);
  if (header.width * header.height > MAX_PIXELS) fail('QT3012', `'${file}' is ${header.height}x${header.width} pixels; at most ${MAX_PIXELS} are taken`, { where: { file } });
  if (header.components !== 1 && header.components !== 3) fail('QT3006', `'${file}' has ${header.components} colour components; gray and RGB pictures are expected`, { where: { file } });
  const { width, height, data } = decodePlanes(bytes, file);
  if (header.components === 1) return { height, width, channels: 1, data: data.filter((_, i) => i % 3 === 0) };
  const image: Image = { height, width, channels: 3, data };
  // With an Adobe marker that names a transform the decoder has converted already; with transform 0 the planes are RGB.
  if (header.adobeTransform !== null) return image;
  if (header.chroma !== null) upsampleChroma(data, width, height, header.chroma);
  yccToRgb(data);
  return image;
}
