// PNG files to 8-bit gray or RGB. Transparency is dropped, 16-bit samples are reduced to 8.
import { PNG } from 'pngjs';
import { DiagnosticError, fail } from '../../diagnostics/diagnostic.ts';
import type { Image } from './image.ts';

/** Pictures of more pixels are refused before they are decoded. */
export const MAX_PIXELS = 2 ** 26;

const GRAY_TYPES = [0, 4];

export function isPng(bytes: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => byte === bytes[i]);
}

/** Throws QT3004 on damage, QT3012 on too many pixels. */
export function decodePng(bytes: Buffer, file: string): Image {
  if (bytes.length < 33) fail('QT3004', `'${file}' is a damaged PNG: it has ${bytes.length} bytes`, { where: { file } });
  const [width, height, colourType] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[25] ?? 0];
  if (width * height > MAX_PIXELS) fail('QT3012', `'${file}' is ${height}x${width} pixels; at most ${MAX_PIXELS} are taken`, { where: { file } });
  try {
    const png = PNG.sync.read(bytes);
    return dropAlpha(png, GRAY_TYPES.includes(colourType) ? 1 : 3);
  } catch (error) {
    if (error instanceof DiagnosticError) throw error;
    return fail('QT3004', `'${file}' is a damaged PNG`, { where: { file } });
  }
}

function dropAlpha(png: PNG, channels: number): Image {
  const data = new Uint8Array(png.width * png.height * channels);
  for (let i = 0, at = 0; i < data.length; at += 4) {
    for (let c = 0; c < channels; c++) data[i++] = png.data[at + c] ?? 0;
  }
  return { height: png.height, width: png.width, channels, data };
}
