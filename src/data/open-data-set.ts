// Opens a data set of any form. The first selected sample is made at once, so that a wrong shape, type or file is refused
// here and not in the middle of a calibration; all others are made when they are asked for.
import { existsSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { type Report, diagnose, fail, invariant } from '../diagnostics/diagnostic.ts';
import { isFolder } from './byte-source.ts';
import type { DataSet, DataSetOptions, Sample } from './data-set.ts';
import { type DataSetFile, type SourceSpec, readDataSetFile } from './dataset-file.ts';
import type { Classes } from './labels.ts';
import { type Preprocess, encodeInput } from './preprocess.ts';
import { selectIndices } from './selection.ts';
import { openArrayFiles, openNpySource, openNpzSource } from './sources/arrays.ts';
import { listFolder } from './sources/folder.ts';
import { openImages, openStrip } from './sources/images.ts';
import { openRandom } from './sources/random.ts';
import { openRecords } from './sources/records.ts';
import type { Source } from './sources/source.ts';

interface Opened {
  readonly source: Source;
  readonly file: Omit<DataSetFile, 'source'>;
}

const NOTHING: Omit<DataSetFile, 'source'> = { classes: null, preprocess: {}, select: {}, metric: null };
const PLAIN_IMAGES: Preprocess = { resize: { filter: 'pil', input: true } };

function openFolder(spec: { readonly folder: string; readonly table: string | null }, classes: Classes, options: DataSetOptions): { source: Source; kind: 'images' | 'arrays'; classes: Classes } {
  const listing = listFolder(spec.folder, spec.table, classes);
  const source = listing.kind === 'images' ? openImages(spec.folder, listing.files) : openArrayFiles(spec.folder, listing.files, options.inputs);
  return { source, kind: listing.kind, classes: classes ?? listing.classes };
}

function openSpec(spec: SourceSpec, file: Omit<DataSetFile, 'source'>, name: string, options: DataSetOptions): Opened {
  const { classes } = file;
  const outputs = options.outputs ?? [];
  switch (spec.kind) {
    case 'images':
    case 'arrays': {
      const folder = openFolder(spec, classes, options);
      if (folder.kind !== spec.kind && folder.source.length > 0) fail('QT3003', `'${spec.folder}' holds ${folder.kind}, '${name}' says ${spec.kind}`, { where: { file: name, at: 'source.kind' } });
      return { source: folder.source, file: { ...file, classes: folder.classes } };
    }
    case 'strip': return { source: openStrip({ ...spec, classes }), file };
    case 'records': return { source: openRecords({ ...spec, classes }), file };
    case 'npy': return { source: openNpySource({ ...spec, classes, inputs: options.inputs, outputs }), file };
    case 'npz': return { source: openNpzSource({ ...spec, classes, inputs: options.inputs, outputs }), file };
    case 'random': return { source: openRandom(name, { ...spec, inputs: options.inputs }), file };
  }
}

function openDescribed(path: string, options: DataSetOptions): Opened {
  const { source, ...file } = readDataSetFile(path, options.root);
  return openSpec(source, file, path, options);
}

function openBareFolder(path: string, options: DataSetOptions, report: Report): Opened {
  const { source, kind, classes } = openFolder({ folder: path, table: null }, null, options);
  if (kind === 'images' && source.length > 0) {
    report(diagnose('QT3014', `pictures of '${path}' are resized to the input and given as values 0..255`, { where: { file: path } }));
  }
  return { source, file: { ...NOTHING, classes, preprocess: kind === 'images' ? PLAIN_IMAGES : {} } };
}

function openAny(path: string, options: DataSetOptions, report: Report): Opened {
  if (options.random !== undefined) return openSpec({ kind: 'random', ...options.random }, NOTHING, path, options);
  if (isFolder(path)) {
    const described = join(path, 'dataset.json');
    return existsSync(described) ? openDescribed(described, options) : openBareFolder(path, options, report);
  }
  const extension = extname(path).toLowerCase();
  if (extension === '.json') return openDescribed(path, options);
  if (extension !== '.npy' && extension !== '.npz') return fail('QT3003', `'${path}' is neither .npy, .npz, a folder nor a dataset.json`, { where: { file: path } });
  return openSpec({ kind: extension === '.npy' ? 'npy' : 'npz', file: path, labels: null }, NOTHING, path, options);
}

function makeSample(source: Source, preprocess: Preprocess, at: number, options: DataSetOptions): Sample {
  const name = source.nameOf(at);
  const raw = source.read(at);
  if (raw.length !== options.inputs.length) {
    fail('QT3011', `'${source.name}' supplies ${raw.length} input; the model has ${options.inputs.length} (${options.inputs.map((i) => i.name).join(', ')})`, { where: { file: source.name } });
  }
  const inputs = options.inputs.flatMap((spec, k) => {
    const value = raw[k];
    return value === undefined ? [] : [encodeInput(value, preprocess, spec, name)];
  });
  const outputs = options.outputs ?? [];
  const expected = source.expected?.(at).map((values, k) => {
    const spec = outputs[k];
    invariant(spec !== undefined, 'expected outputs without an output description');
    return encodeInput({ kind: 'numbers', values }, {}, spec, name);
  });
  return { inputs, label: source.labels?.[at] ?? null, group: source.group?.(at) ?? at, expected: expected ?? null };
}

function build(path: string, options: DataSetOptions, { source, file }: Opened): DataSet {
  const selected = selectIndices(source.length, file.select, path);
  const indices = selectIndices(selected.length, options.selection ?? {}, path).map((i) => selected[i] ?? 0);
  if (indices.length === 0) fail('QT3010', `'${path}' has no samples${source.length > 0 ? ` left after the selection (of ${source.length})` : ''}`, { where: { file: path } });
  const at = (index: number): number => {
    const found = indices[index];
    invariant(found !== undefined, `sample ${index} of ${indices.length}`);
    return found;
  };
  const { inputs, outputs, selection, root, random } = options;
  const labels = source.labels;
  return {
    length: indices.length,
    labels: labels === null ? null : indices.map((i) => labels[i] ?? 0),
    classes: file.classes,
    metric: file.metric,
    description: { path, inputs, ...(outputs ? { outputs } : {}), ...(selection ? { selection } : {}), ...(root === undefined ? {} : { root }), ...(random ? { random } : {}) },
    sample: (index) => makeSample(source, file.preprocess, at(index), options),
    nameOf: (index) => source.nameOf(at(index)),
    close: () => source.close(),
  };
}

/**
 * Opens `path`: a .npy or .npz file, a folder of arrays or pictures (one level of class subfolders), or a dataset.json (or the folder it is in).
 * `report` receives warnings. Throws QT3001 to QT3012; the data set must be closed by the caller.
 */
export function openDataSet(path: string, options: DataSetOptions, report: Report = () => undefined): DataSet {
  const absolute = options.random === undefined ? resolve(path) : path;
  const opened = openAny(absolute, options, report);
  try {
    const dataSet = build(absolute, options, opened);
    dataSet.sample(0);
    return dataSet;
  } catch (error) {
    opened.source.close();
    throw error;
  }
}
