// Raw records of fixed size in one file (CIFAR and MNIST style, feature files, recordings), read one at a time, little-endian.
// A record is a picture, a list of numbers, or a long recording of which each window is a sample.
import { basename } from 'node:path';
import { fail } from '../../diagnostics/diagnostic.ts';
import { type DType, type TensorData, bytesOf, viewData } from '../../ir/dtype.ts';
import { elementCount } from '../../ir/tensor.ts';
import { type ByteSource, closingOnFailure, openFile } from '../byte-source.ts';
import type { Image } from '../image/image.ts';
import { type Classes, checkLabel, checkLabelCount, readLabels } from '../labels.ts';
import type { RawValue, Source } from './source.ts';

export type RecordLayout = 'chw' | 'hwc' | 'flat';

export interface RecordOptions {
  readonly file: string;
  readonly dtype: DType;
  /** Of one record, without label bytes; three axes for pictures. */
  readonly shape: readonly number[];
  readonly layout: RecordLayout;
  /** Bytes before the first record. */
  readonly headerBytes: number;
  /** Bytes before each record, of which the last is its class. */
  readonly labelBytes: number;
  readonly labels: string | null;
  readonly windows: { readonly length: number; readonly step: number } | null;
  readonly classes: Classes;
}

/** Interleaved picture out of planes or pixels of bytes. */
function toImage(bytes: Uint8Array, { shape, layout }: RecordOptions): Image {
  const [a = 1, b = 1, c = 1] = shape;
  if (layout === 'hwc') return { height: a, width: b, channels: c, data: bytes };
  const plane = b * c;
  const data = new Uint8Array(bytes.length);
  for (let channel = 0; channel < a; channel++) {
    for (let i = 0; i < plane; i++) data[i * a + channel] = bytes[channel * plane + i] ?? 0;
  }
  return { height: b, width: c, channels: a, data };
}

function recordCount(source: ByteSource, options: RecordOptions, recordBytes: number): number {
  const bytes = source.size - options.headerBytes;
  if (bytes < 0 || bytes % recordBytes !== 0) {
    const header = options.headerBytes > 0 ? ` after a header of ${options.headerBytes}` : '';
    fail('QT3004', `'${options.file}' has ${source.size} bytes; whole records of ${recordBytes} bytes${header} are expected`, { where: { file: options.file } });
  }
  return bytes / recordBytes;
}

function recordLabels(source: ByteSource, options: RecordOptions, size: { readonly count: number; readonly recordBytes: number }): number[] | null {
  const { file, classes } = options;
  if (options.labels !== null) {
    const list = readLabels(options.labels, classes);
    checkLabelCount(list.length, size.count, options.labels);
    return list;
  }
  if (options.labelBytes === 0) return null;
  const at = (i: number): number => options.headerBytes + i * size.recordBytes + options.labelBytes - 1;
  return Array.from({ length: size.count }, (_, i) => checkLabel(source.read(at(i), 1)[0] ?? 0, classes, { file, at: `record ${i}` }));
}

function windowsPerRecord({ windows, shape, file }: RecordOptions): number {
  if (windows === null) return 1;
  const length = elementCount(shape);
  if (windows.length > length) fail('QT3005', `a window of ${windows.length} elements does not fit in records of ${length}`, { where: { file } });
  return Math.floor((length - windows.length) / windows.step) + 1;
}

/** Throws QT3001, QT3004 (size is not whole records), QT3005 (window), QT3007 and QT3008 (labels). */
export function openRecords(options: RecordOptions): Source {
  return closingOnFailure(openFile(options.file), (bytes) => recordSource(bytes, options));
}

function recordSource(source: ByteSource, options: RecordOptions): Source {
  const { dtype, labelBytes, headerBytes, windows, layout } = options;
  const elements = elementCount(options.shape);
  const recordBytes = labelBytes + elements * bytesOf(dtype);
  const count = recordCount(source, options, recordBytes);
  const labels = recordLabels(source, options, { count, recordBytes });
  const per = windowsPerRecord(options);
  const recordOf = (i: number): number => Math.floor(i / per);
  const numbers = (i: number): TensorData => {
    const start = headerBytes + recordOf(i) * recordBytes + labelBytes + (windows === null ? 0 : (i % per) * windows.step * bytesOf(dtype));
    const length = windows?.length ?? elements;
    return viewData(dtype, source.read(start, length * bytesOf(dtype)).buffer, 0, length);
  };
  const raw = (i: number): RawValue => {
    const values = numbers(i);
    return layout !== 'flat' && values instanceof Uint8Array ? { kind: 'image', image: toImage(values, options) } : { kind: 'numbers', values };
  };
  const file = basename(options.file);
  return {
    name: options.file,
    length: count * per,
    labels: labels === null ? null : Array.from({ length: count * per }, (_, i) => labels[recordOf(i)] ?? 0),
    read: (i) => [raw(i)],
    group: recordOf,
    nameOf: (i) => (windows === null ? `${file} record ${i}` : `${file} record ${recordOf(i)} window ${i % per}`),
    close: () => source.close(),
  };
}
