// Folders of samples: files of one kind (pictures, or .npy and .npz), directly or in one subfolder per class.
// Order is by name in code units, so that it is the same on every machine. Hidden files and other extensions are passed over.
import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fail } from '../../diagnostics/diagnostic.ts';
import { reading } from '../byte-source.ts';
import { isImageName } from '../image/decode-image.ts';
import { type Classes, readLabelTable } from '../labels.ts';
import type { LabelledFile } from './images.ts';

export interface Listing {
  readonly kind: 'images' | 'arrays';
  readonly files: readonly LabelledFile[];
  /** Names of class subfolders, or null. */
  readonly classes: readonly string[] | null;
}

const TABLE_NAME = 'labels.tsv';

const isArrayName = (name: string): boolean => ['.npy', '.npz'].includes(extname(name).toLowerCase());

function visible(folder: string): string[] {
  const names = reading(folder, () => readdirSync(folder));
  return names.filter((name) => !name.startsWith('.')).sort((a, b) => (a < b ? -1 : 1));
}

function samplesOf(folder: string): { readonly images: string[]; readonly arrays: string[] } {
  const names = visible(folder);
  return { images: names.filter(isImageName), arrays: names.filter(isArrayName) };
}

function kindOf(folder: string, found: { readonly images: number; readonly arrays: number }): Listing['kind'] {
  if (found.images > 0 && found.arrays > 0) fail('QT3003', `'${folder}' holds ${found.images} pictures and ${found.arrays} arrays; one kind is expected`, { where: { file: folder } });
  return found.arrays > 0 ? 'arrays' : 'images';
}

function tableRows(folder: string, table: string, classes: Classes): LabelledFile[] {
  return readLabelTable(table, classes).map(({ name, label }) => ({ path: join(folder, name), label }));
}

function classFolders(folder: string): Listing {
  const classes = visible(folder).filter((name) => reading(join(folder, name), () => statSync(join(folder, name)).isDirectory()));
  const found = classes.map((name) => samplesOf(join(folder, name)));
  const images = found.reduce((n, f) => n + f.images.length, 0);
  const arrays = found.reduce((n, f) => n + f.arrays.length, 0);
  const kind = kindOf(folder, { images, arrays });
  const files = classes.flatMap((name, label) => (found[label]?.[kind] ?? []).map((file) => ({ path: join(folder, name, file), label })));
  return { kind, files, classes };
}

/**
 * Samples of a folder. `table` (FILE TAB CLASS) chooses and labels the files; labels.tsv in the folder is taken as such.
 * Throws QT3001, QT3003 (kinds mixed), QT3004 and QT3008 (table). An empty listing is for the caller to refuse.
 */
export function listFolder(folder: string, table: string | null, classes: Classes): Listing {
  const names = visible(folder);
  const chosen = table ?? (names.includes(TABLE_NAME) ? join(folder, TABLE_NAME) : null);
  if (chosen !== null) {
    const files = tableRows(folder, chosen, classes);
    const arrays = files.filter((f) => isArrayName(f.path)).length;
    return { kind: kindOf(chosen, { images: files.length - arrays, arrays }), files, classes: null };
  }
  const here = samplesOf(folder);
  const kind = kindOf(folder, { images: here.images.length, arrays: here.arrays.length });
  if (here[kind].length === 0) return classFolders(folder);
  return { kind, files: here[kind].map((name) => ({ path: join(folder, name), label: null })), classes: null };
}
