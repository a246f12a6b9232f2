// NumPy arrays: one .npy, a .npz with an array per model input, or files that hold one sample each.
// The first axis of an array counts samples; an array of the input's own shape, with or without its batch axis, is a single sample.
import { basename } from 'node:path';
import { fail } from '../../diagnostics/diagnostic.ts';
import { suggestion } from '../../diagnostics/near-match.ts';
import type { TensorData } from '../../ir/dtype.ts';
import { type Shape, sameShape } from '../../ir/tensor.ts';
import { type ByteSource, closingOnFailure, openFile } from '../byte-source.ts';
import type { TensorSpec } from '../data-set.ts';
import { type Classes, checkLabel, checkLabelCount, readLabels } from '../labels.ts';
import { type NpyFile, openNpy } from '../npy.ts';
import { openZip } from '../zip-archive.ts';
import { type LabelledFile, labelsOf } from './images.ts';
import type { Source } from './source.ts';

interface SampledArray {
  readonly length: number;
  read(i: number): TensorData;
}

/** How many samples an array of `shape` holds for a tensor of shape `wanted`, or null where it does not fit. */
function samplesIn(shape: Shape, wanted: Shape): number | 'single' | null {
  const unbatched = wanted[0] === 1 ? wanted.slice(1) : wanted;
  if (sameShape(shape, wanted) || sameShape(shape, unbatched)) return 'single';
  const [count, ...rest] = shape;
  if (count === undefined) return null;
  return sameShape(rest, wanted) || sameShape(rest, unbatched) ? count : null;
}

function sampled(array: NpyFile, spec: TensorSpec): SampledArray {
  const count = samplesIn(array.shape, spec.shape);
  if (count === null) {
    return fail('QT3005', `${array.name} has shape (${array.shape.join(',')}); '${spec.name}' has shape [${spec.shape.join(',')}], so (N,${spec.shape.slice(spec.shape[0] === 1 ? 1 : 0).join(',')}) is expected`, {
      where: { value: spec.name },
    });
  }
  return count === 'single' ? { length: 1, read: () => array.all() } : { length: count, read: (i) => array.slice(i) };
}

function onlyInput(inputs: readonly TensorSpec[], name: string): TensorSpec {
  const [spec] = inputs;
  if (spec !== undefined && inputs.length === 1) return spec;
  return fail('QT3011', `'${name}' supplies one input; the model has ${inputs.length} (${inputs.map((i) => i.name).join(', ')})`, { where: { file: name } });
}

export interface ArrayOptions {
  readonly file: string;
  readonly labels: string | null;
  readonly classes: Classes;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

/** Throws QT3001, QT3004 to QT3008, QT3011. */
export function openNpySource(options: ArrayOptions): Source {
  return closingOnFailure({ ...openFile(options.file), name: `'${options.file}'` }, (bytes) => npySource(bytes, options));
}

function npySource(bytes: ByteSource, { file, labels, classes, inputs }: ArrayOptions): Source {
  const array = openNpy(bytes);
  const samples = sampled(array, onlyInput(inputs, file));
  const list = labels === null ? null : readLabels(labels, classes);
  if (list !== null) checkLabelCount(list.length, samples.length, labels ?? file);
  return {
    name: file,
    length: samples.length,
    labels: list,
    read: (i) => [{ kind: 'numbers', values: samples.read(i) }],
    nameOf: (i) => `${basename(file)} sample ${i}`,
    close: () => array.close(),
  };
}

interface NpzArrays {
  readonly names: readonly string[];
  open(name: string): NpyFile;
  close(): void;
}

function openNpzArrays(archive: ByteSource): NpzArrays {
  const file = archive.name;
  const entries = openZip(archive);
  const names = [...entries.keys()].filter((n) => n.endsWith('.npy')).map((n) => n.slice(0, -4));
  const open = (name: string): NpyFile => {
    const entry = entries.get(`${name}.npy`);
    return entry === undefined ? fail('QT3004', `'${file}' has no array '${name}'`, { where: { file } }) : openNpy(entry());
  };
  return { names, open, close: () => archive.close() };
}

/** The array for a model input: that of its name, or the only one where the model has one input. */
function arrayFor(npz: NpzArrays, spec: TensorSpec, { file, inputs, outputs }: ArrayOptions): NpyFile {
  if (npz.names.includes(spec.name)) return npz.open(spec.name);
  const candidates = npz.names.filter((n) => n !== 'labels' && !outputs.some((o) => o.name === n));
  const [only] = candidates;
  if (inputs.length === 1 && candidates.length === 1 && only !== undefined) return npz.open(only);
  return fail('QT3011', `'${file}' has no array '${spec.name}'${suggestion(spec.name, npz.names)}`, { where: { file, value: spec.name } });
}

function npzLabels(npz: NpzArrays, { file, labels, classes }: ArrayOptions, length: number): number[] | null {
  if (labels === null && !npz.names.includes('labels')) return null;
  const where = (i: number): { file: string; at: string } => ({ file, at: `label ${i}` });
  const list = labels === null ? Array.from(npz.open('labels').all() as ArrayLike<number | bigint>, (v, i) => checkLabel(Number(v), classes, where(i))) : readLabels(labels, classes);
  checkLabelCount(list.length, length, labels ?? file);
  return list;
}

/** Arrays named like the inputs, optionally `labels`, and arrays named like the outputs (what is expected of the model). */
export function openNpzSource(options: ArrayOptions): Source {
  return closingOnFailure(openFile(options.file), (bytes) => npzSource(bytes, options));
}

function npzSource(bytes: ByteSource, options: ArrayOptions): Source {
  const { file, inputs, outputs } = options;
  const npz = openNpzArrays(bytes);
  const arrays = inputs.map((spec) => sampled(arrayFor(npz, spec, options), spec));
  const hasExpected = outputs.length > 0 && outputs.every((o) => npz.names.includes(o.name));
  const expected = hasExpected ? outputs.map((o) => sampled(npz.open(o.name), o)) : [];
  const length = arrays[0]?.length ?? 0;
  const lengths = [...arrays, ...expected].map((a) => a.length);
  if (lengths.some((n) => n !== length)) fail('QT3007', `the arrays of '${file}' hold different numbers of samples: ${lengths.join(', ')}`, { where: { file } });
  return {
    name: file,
    length,
    labels: npzLabels(npz, options, length),
    read: (i) => arrays.map((a) => ({ kind: 'numbers', values: a.read(i) })),
    ...(hasExpected ? { expected: (i: number) => expected.map((a) => a.read(i)) } : {}),
    nameOf: (i) => `${basename(file)} sample ${i}`,
    close: () => npz.close(),
  };
}

function readSingle(path: string, inputs: readonly TensorSpec[]): TensorData[] {
  const source = path.endsWith('.npz')
    ? openNpzSource({ file: path, labels: null, classes: null, inputs, outputs: [] })
    : openNpySource({ file: path, labels: null, classes: null, inputs, outputs: [] });
  try {
    if (source.length !== 1) fail('QT3005', `'${path}' holds ${source.length} samples; in a folder each file is one sample`, { where: { file: path } });
    return source.read(0).flatMap((value) => (value.kind === 'numbers' ? [value.values] : []));
  } finally {
    source.close();
  }
}

/** One sample per file (.npy, or .npz for several inputs), opened when it is read. */
export function openArrayFiles(name: string, files: readonly LabelledFile[], inputs: readonly TensorSpec[]): Source {
  const pathOf = (i: number): string => files[i]?.path ?? name;
  return {
    name,
    length: files.length,
    labels: labelsOf(files),
    read: (i) => readSingle(pathOf(i), inputs).map((values) => ({ kind: 'numbers', values })),
    nameOf: pathOf,
    close: () => undefined,
  };
}
