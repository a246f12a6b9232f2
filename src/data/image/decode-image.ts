// A PNG or JPEG file to an Image; the format is told by the first bytes, not by the extension.
import { extname } from 'node:path';
import { fail } from '../../diagnostics/diagnostic.ts';
import { readWhole } from '../byte-source.ts';
import { decodeJpeg, isJpeg } from './decode-jpeg.ts';
import { decodePng, isPng } from './decode-png.ts';
import type { Image } from './image.ts';

const EXTENSIONS = ['.png', '.jpg', '.jpeg'];

export function isImageName(name: string): boolean {
  return EXTENSIONS.includes(extname(name).toLowerCase());
}

/** Throws QT3001 (cannot be read), QT3004 (damaged, or neither PNG nor JPEG), QT3006, QT3012. */
export function decodeImage(path: string): Image {
  const bytes = readWhole(path);
  if (isPng(bytes)) return decodePng(bytes, path);
  if (isJpeg(bytes)) return decodeJpeg(bytes, path);
  return fail('QT3004', `'${path}' is neither a PNG nor a JPEG picture`, { where: { file: path } });
}
