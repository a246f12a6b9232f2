// Class labels: text files with one class per line (the last column where there are tabs), .npy arrays, and their check
// against the classes. A class is a number from 0, or a name of `classes`.
import { fail } from '../diagnostics/diagnostic.ts';
import { suggestion } from '../diagnostics/near-match.ts';
import { openFile, readWhole } from './byte-source.ts';
import { openNpy } from './npy.ts';

export type Classes = readonly string[] | number | null;

export interface TableRow {
  readonly name: string;
  readonly label: number;
}

const MAX_TEXT_BYTES = 2 ** 28;

function parseClass(text: string, classes: Classes, where: { readonly file: string; readonly at: string }): number {
  if (/^\d{1,9}$/.test(text)) return checkLabel(Number(text), classes, where);
  const names = typeof classes === 'object' && classes !== null ? classes : [];
  const index = names.indexOf(text);
  if (index >= 0) return index;
  const hint = names.length > 0 ? suggestion(text, names) : '; a class number from 0 is expected, or a name listed in `classes`';
  return fail('QT3008', `'${where.file}' ${where.at}: '${text.slice(0, 60)}' is not a class${hint}`, { where });
}

/** `label` where it is a whole number from 0 that `classes` has. Throws QT3008. */
export function checkLabel(label: number, classes: Classes, where: { readonly file: string; readonly at: string }): number {
  const count = typeof classes === 'number' ? classes : (classes?.length ?? Infinity);
  if (Number.isSafeInteger(label) && label >= 0 && label < count) return label;
  const expected = count === Infinity ? 'a whole number from 0' : `0 to ${count - 1}`;
  return fail('QT3008', `'${where.file}' ${where.at}: class ${label} is not ${expected}`, { where });
}

function lines(path: string): { text: string; at: string }[] {
  const all = readWhole(path, MAX_TEXT_BYTES).toString('utf8').split(/\r?\n/).map((text, i) => ({ text, at: `line ${i + 1}` }));
  return all.filter(({ text }) => text.trim() !== '');
}

/** Rows FILE TAB CLASS, in the order of the file. Throws QT3001, QT3004, QT3008. */
export function readLabelTable(path: string, classes: Classes): TableRow[] {
  return lines(path).map(({ text, at }) => {
    const columns = text.split('\t').map((column) => column.trim());
    const [name = ''] = columns;
    if (columns.length < 2 || name === '') fail('QT3004', `'${path}' ${at}: a file name, a tab and a class are expected`, { where: { file: path, at } });
    return { name, label: parseClass(columns.at(-1) ?? '', classes, { file: path, at }) };
  });
}

function readNpyLabels(path: string, classes: Classes): number[] {
  const npy = openNpy(openFile(path));
  try {
    if (npy.shape.length !== 1) fail('QT3005', `'${path}' has shape (${npy.shape.join(',')}); labels are a list of class numbers`, { where: { file: path } });
    return Array.from(npy.all() as ArrayLike<number | bigint>, (v, i) => checkLabel(Number(v), classes, { file: path, at: `element ${i}` }));
  } finally {
    npy.close();
  }
}

/** One label per sample from a .npy, or a text file with a class in the last column of each line. Throws QT3001, QT3004, QT3005, QT3008. */
export function readLabels(path: string, classes: Classes): number[] {
  if (path.toLowerCase().endsWith('.npy')) return readNpyLabels(path, classes);
  return lines(path).map(({ text, at }) => parseClass((text.split('\t').at(-1) ?? '').trim(), classes, { file: path, at }));
}

/** Throws QT3007 unless there is one label for each sample. */
export function checkLabelCount(labels: number, samples: number, file: string): void {
  if (labels !== samples) fail('QT3007', `'${file}' has ${labels} labels for ${samples} samples`, { where: { file } });
}
