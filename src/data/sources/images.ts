// Pictures in files of their own, or as tiles of one strip. A file is decoded when its sample is read; a strip once.
import { basename } from 'node:path';
import { fail } from '../../diagnostics/diagnostic.ts';
import { decodeImage } from '../image/decode-image.ts';
import { type Image, cutRows } from '../image/image.ts';
import { type Classes, checkLabelCount, readLabels } from '../labels.ts';
import type { Source } from './source.ts';

export interface LabelledFile {
  readonly path: string;
  readonly label: number | null;
}

/** All labels, or null where any is missing. */
export function labelsOf(files: readonly LabelledFile[]): number[] | null {
  const labels = files.flatMap(({ label }) => (label === null ? [] : [label]));
  return labels.length === files.length ? labels : null;
}

export function openImages(name: string, files: readonly LabelledFile[]): Source {
  const pathOf = (i: number): string => files[i]?.path ?? name;
  return {
    name,
    length: files.length,
    labels: labelsOf(files),
    read: (i) => [{ kind: 'image', image: decodeImage(pathOf(i)) }],
    nameOf: pathOf,
    close: () => undefined,
  };
}

export interface StripOptions {
  readonly file: string;
  /** Height and width of a tile; tiles are stacked from the top. */
  readonly tile: readonly [number, number];
  readonly labels: string | null;
  readonly classes: Classes;
}

/** Tiles of one picture whose width is that of a tile. Throws QT3004, QT3007. */
export function openStrip({ file, tile, labels, classes }: StripOptions): Source {
  const [height, width] = tile;
  const strip: Image = decodeImage(file);
  if (strip.width !== width || strip.height % height !== 0) {
    fail('QT3004', `'${file}' is ${strip.height}x${strip.width} pixels; a vertical strip of ${height}x${width} tiles is expected`, { where: { file } });
  }
  const length = strip.height / height;
  const list = labels === null ? null : readLabels(labels, classes);
  if (list !== null) checkLabelCount(list.length, length, labels ?? file);
  return {
    name: file,
    length,
    labels: list,
    read: (i) => [{ kind: 'image', image: cutRows(strip, { top: i * height, left: 0, height, width }) }],
    nameOf: (i) => `${basename(file)} tile ${i}`,
    close: () => undefined,
  };
}
