// dataset.json to a typed description. Paths are made absolute (relative to `root`, itself relative to the file); nothing else is opened.
// dataset.schema.json says the same as a JSON Schema; a test holds the two together.
import { dirname, resolve } from 'node:path';
import { fail } from '../diagnostics/diagnostic.ts';
import type { DType } from '../ir/dtype.ts';
import { elementCount } from '../ir/tensor.ts';
import { readWhole } from './byte-source.ts';
import type { ChannelOrder, Crop } from './image/image.ts';
import type { Filter } from './image/resize.ts';
import { JsonFields } from './json-fields.ts';
import type { Classes } from './labels.ts';
import { METRIC_NAMES, type MetricName } from './metrics/metric-name.ts';
import type { Layout, Preprocess, Resize } from './preprocess.ts';
import type { Selection } from './selection.ts';
import type { RandomOptions } from './sources/random.ts';
import type { RecordLayout, RecordOptions } from './sources/records.ts';

export type SourceSpec =
  | { readonly kind: 'images' | 'arrays'; readonly folder: string; readonly table: string | null }
  | { readonly kind: 'strip'; readonly file: string; readonly tile: readonly [number, number]; readonly labels: string | null }
  | ({ readonly kind: 'records' } & Omit<RecordOptions, 'classes'>)
  | { readonly kind: 'npy' | 'npz'; readonly file: string; readonly labels: string | null }
  | ({ readonly kind: 'random' } & Omit<RandomOptions, 'inputs'>);

export interface DataSetFile {
  readonly source: SourceSpec;
  readonly classes: Classes;
  readonly preprocess: Preprocess;
  readonly select: Selection;
  readonly metric: MetricName | null;
}

type Resolve = (path: string) => string;

const MAX_BYTES = 2 ** 24;
const SIZE = { min: 1, max: 2 ** 15 };
const ANY = { min: 1, max: 2 ** 31 - 1 };

const TOP_KEYS = ['$schema', 'description', 'root', 'source', 'classes', 'preprocess', 'select', 'metric'];
const SOURCE_KEYS = {
  images: ['folder', 'table'],
  arrays: ['folder', 'table'],
  strip: ['file', 'tile', 'labels'],
  records: ['file', 'dtype', 'shape', 'layout', 'headerBytes', 'labelBytes', 'labels', 'windows'],
  npy: ['file', 'labels'],
  npz: ['file', 'labels'],
  random: ['count', 'seed', 'low', 'high'],
} as const;
const SOURCE_KINDS = ['images', 'arrays', 'strip', 'records', 'npy', 'npz', 'random'] as const;
const DTYPES = ['f32', 'f64', 'i8', 'u8', 'i16', 'u16', 'i32', 'u32'] as const satisfies readonly DType[];
const LAYOUTS = ['nchw', 'nhwc'] as const satisfies readonly Layout[];
const RECORD_LAYOUTS = ['chw', 'hwc', 'flat'] as const satisfies readonly RecordLayout[];
const CHANNELS = ['rgb', 'bgr', 'gray'] as const satisfies readonly ChannelOrder[];
const FILTERS = ['pil', 'bilinear'] as const satisfies readonly Filter[];

function parseRecords(source: JsonFields, path: (key: string) => string, labels: string | null): SourceSpec {
  const shape = source.numbers('shape', { whole: true, ...ANY, least: 1, most: 8 });
  const dtype = source.choice('dtype', DTYPES);
  const layout = source.optional('layout', (k) => source.choice(k, RECORD_LAYOUTS), 'flat' as const);
  if (elementCount(shape) > ANY.max) source.refuse('shape', 'of fewer than 2^31 elements');
  if (layout !== 'flat' && (shape.length !== 3 || dtype !== 'u8')) source.refuse('layout', "'flat' unless records are u8 pictures with a shape of three axes");
  const windows = source.optional('windows', (k) => {
    const fields = source.object(k).only(['length', 'step']);
    return { length: fields.integer('length', ANY), step: fields.integer('step', ANY) };
  }, null);
  if (windows !== null && layout !== 'flat') source.refuse('windows', "used with layout 'flat'");
  return {
    kind: 'records', file: path('file'), dtype, shape, layout, windows, labels,
    headerBytes: source.optional('headerBytes', (k) => source.integer(k, { min: 0, max: ANY.max }), 0),
    labelBytes: source.optional('labelBytes', (k) => source.integer(k, { min: 0, max: 16 }), 0),
  };
}

function parseRandom(source: JsonFields): SourceSpec {
  const low = source.number('low');
  return {
    kind: 'random', low, high: source.number('high', { min: low }),
    count: source.integer('count', ANY),
    seed: source.optional('seed', (k) => source.integer(k, { min: 0, max: ANY.max }), 0),
  };
}

function parseSource(source: JsonFields, resolvePath: Resolve): SourceSpec {
  const kind = source.choice('kind', SOURCE_KINDS);
  source.only(['kind', ...SOURCE_KEYS[kind]]);
  const path = (key: string): string => resolvePath(source.string(key));
  const labels = source.optional('labels', path, null);
  switch (kind) {
    case 'images':
    case 'arrays': return { kind, folder: path('folder'), table: source.optional('table', path, null) };
    case 'strip': {
      const [height = 0, width = 0] = source.numbers('tile', { whole: true, ...SIZE, least: 2, most: 2 });
      return { kind, file: path('file'), tile: [height, width], labels };
    }
    case 'records': return parseRecords(source, path, labels);
    case 'npy':
    case 'npz': return { kind, file: path('file'), labels };
    case 'random': return parseRandom(source);
  }
}

function parseResize(fields: JsonFields): Resize {
  fields.only(['height', 'width', 'shorter', 'filter']);
  const filter = fields.optional('filter', (k) => fields.choice(k, FILTERS), 'pil' as const);
  if (!fields.has('shorter')) return { filter, height: fields.integer('height', SIZE), width: fields.integer('width', SIZE) };
  if (fields.has('height') || fields.has('width')) fields.refuse('shorter', 'given without height and width');
  return { filter, shorter: fields.integer('shorter', SIZE) };
}

function parseCrop(fields: JsonFields): Crop {
  fields.only(['height', 'width', 'offset', 'beforeResize']);
  const beforeResize = fields.optional('beforeResize', (k) => fields.boolean(k), false);
  const size = { height: fields.integer('height', SIZE), width: fields.integer('width', SIZE), beforeResize };
  if (!fields.has('offset')) return size;
  const [top = 0, left = 0] = fields.numbers('offset', { whole: true, min: 0, max: SIZE.max, least: 2, most: 2 });
  return { ...size, offset: [top, left] };
}

function numberOrList(fields: JsonFields, key: string): readonly number[] {
  return fields.isList(key) ? fields.numbers(key, { least: 1, most: 3 }) : [fields.number(key)];
}

function parseStd(fields: JsonFields): readonly number[] {
  const std = numberOrList(fields, 'std');
  return std.every((s) => s > 0) ? std : fields.refuse('std', 'above zero');
}

function parsePreprocess(fields: JsonFields): Preprocess {
  fields.only(['channels', 'resize', 'crop', 'layout', 'zeroPoint', 'scale', 'mean', 'std']);
  return {
    ...(fields.has('channels') ? { channels: fields.choice('channels', CHANNELS) } : {}),
    ...(fields.has('resize') ? { resize: parseResize(fields.object('resize')) } : {}),
    ...(fields.has('crop') ? { crop: parseCrop(fields.object('crop')) } : {}),
    ...(fields.has('layout') ? { layout: fields.choice('layout', LAYOUTS) } : {}),
    ...(fields.has('zeroPoint') ? { zeroPoint: fields.number('zeroPoint') } : {}),
    ...(fields.has('scale') ? { scale: fields.number('scale') } : {}),
    ...(fields.has('mean') ? { mean: numberOrList(fields, 'mean') } : {}),
    ...(fields.has('std') ? { std: parseStd(fields) } : {}),
  };
}

/** A selection from a JSON object; also used for selections outside dataset.json. Throws QT3002. */
export function parseSelection(fields: JsonFields): Selection {
  fields.only(['indices', 'skip', 'every', 'first', 'last']);
  const counts = ['skip', 'every', 'first', 'last'].filter((key) => fields.has(key));
  const entries = counts.map((key) => [key, fields.integer(key, { min: key === 'skip' ? 0 : 1 })]);
  const indices = fields.optional('indices', (k) => fields.numbers(k, { whole: true, min: 0 }), null);
  return { ...Object.fromEntries(entries), ...(indices === null ? {} : { indices }) };
}

function parseClasses(top: JsonFields): Classes {
  if (!top.has('classes')) return null;
  return top.isList('classes') ? top.strings('classes') : top.integer('classes', { min: 1, max: ANY.max });
}

function parseJson(path: string): unknown {
  const text = readWhole(path, MAX_BYTES).toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]?.slice(0, 120) : '';
    return fail('QT3002', `'${path}' is not JSON: ${reason}`, { where: { file: path } });
  }
}

/** Reads and checks a dataset.json. `root` replaces the root it names. Throws QT3001, QT3002, QT3012. */
export function readDataSetFile(path: string, root?: string): DataSetFile {
  const top = new JsonFields(parseJson(path), path).only(TOP_KEYS);
  const base = root === undefined ? resolve(dirname(path), top.optional('root', (k) => top.string(k), '.')) : resolve(root);
  return {
    source: parseSource(top.object('source'), (relative) => resolve(base, relative)),
    classes: parseClasses(top),
    preprocess: top.has('preprocess') ? parsePreprocess(top.object('preprocess')) : {},
    select: top.has('select') ? parseSelection(top.object('select')) : {},
    metric: top.optional('metric', (k) => top.choice(k, METRIC_NAMES), null),
  };
}
