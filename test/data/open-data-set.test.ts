import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import type { DataSet, DataSetOptions, TensorSpec } from '../../src/data/data-set.ts';
import { openDataSet } from '../../src/data/open-data-set.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { DType } from '../../src/ir/dtype.ts';
import { floats, npyBytes, npzBytes, refusal, temporaryFolder } from '../support/data-files.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const spec = (shape: readonly number[], dtype: DType = 'f32', name = 'x'): TensorSpec => ({ name, dtype, shape });
const vector = [spec([1, 4])];
const picture = [spec([1, 3, 2, 2])];

function open(path: string, inputs: readonly TensorSpec[], options: Partial<DataSetOptions> = {}): DataSet {
  return openDataSet(path, { inputs, ...options });
}

const values = (set: DataSet, i = 0): number[] => Array.from(set.sample(i).inputs[0] as ArrayLike<number>);

/** 2x2 picture whose pixel i is (10 i + base, 10 i + base + 1, 10 i + base + 2). */
function png(base = 0, width = 2, height = 2): Buffer {
  const image = new PNG({ width, height });
  image.data.forEach((_, i) => (image.data[i] = i % 4 === 3 ? 255 : Math.floor(i / 4) * 10 + base + (i % 4)));
  return PNG.sync.write(image);
}

let counter = 0;
function described(files: Readonly<Record<string, Uint8Array | string>>, content: object): string {
  const name = `set${counter++}`;
  for (const [file, bytes] of Object.entries(files)) folder.write(`${name}/${file}`, bytes);
  return folder.write(`${name}/dataset.json`, content);
}

describe('.npy', () => {
  it('holds samples along the first axis, with or without the batch axis', () => {
    for (const shape of [[3, 4], [3, 1, 4]]) {
      const set = open(folder.write('a.npy', floats(shape)), vector);
      expect([set.length, set.labels, set.classes, set.metric]).toEqual([3, null, null, null]);
      expect(values(set, 2)).toEqual([8, 9, 10, 11]);
      expect(set.sample(1)).toMatchObject({ label: null, group: 1, expected: null });
      set.close();
    }
  });

  it('may be a single sample', () => {
    expect(open(folder.write('b.npy', floats([1, 4])), vector).length).toBe(1);
    expect(open(folder.write('c.npy', floats([2, 3])), [spec([2, 3])]).length).toBe(1);
  });

  it('is converted to the type of the input', () => {
    expect(values(open(folder.write('d.npy', npyBytes('<i2', [1, 4], Int16Array.of(1, -2, 3, 4))), vector))).toEqual([1, -2, 3, 4]);
    const rounded = open(folder.write('e.npy', npyBytes('<f8', [1, 4], Float64Array.of(0.5, 1.5, -2.5, 3))), [spec([1, 4], 'i8')]);
    expect(rounded.sample(0).inputs[0]).toEqual(Int8Array.of(0, 2, -2, 3));
    expect(open(folder.write('f.npy', npyBytes('<i4', [1, 2], Int32Array.of(5, -6))), [spec([1, 2], 'i64')]).sample(0).inputs[0]).toEqual(BigInt64Array.of(5n, -6n));
  });

  it.each<[string, Uint8Array, readonly TensorSpec[], RegExp]>([
    ['another shape', floats([3, 5]), vector, /^QT3005: .*has shape \(3,5\); 'x' has shape \[1,4\], so \(N,4\) is expected/],
    ['a value beyond the type', npyBytes('<i2', [1, 4], Int16Array.of(1, 2, 3, 300)), [spec([1, 4], 'i8')], /^QT3006: .*element 3 is 300.*-128 to 127/],
    ['NaN', floats([2, 4], (i) => (i === 2 ? NaN : 0)), vector, /^QT3009: 'g.npy sample 0': element 2 of input 'x' is NaN/],
    ['a value beyond float32', npyBytes('<f8', [1, 4], Float64Array.of(0, 1e300, 0, 0)), vector, /^QT3009: .*Infinity/],
    ['no samples', floats([0, 4]), vector, /^QT3010/],
    ['several inputs', floats([3, 4]), [...vector, spec([1, 4], 'f32', 'y')], /^QT3011: .*the model has 2 \(x, y\)/],
    ['damage', Uint8Array.of(1, 2, 3), vector, /^QT3004/],
  ])('is refused for %s', (_, bytes, inputs, expected) => {
    expect(refusal(() => open(folder.write('g.npy', bytes), inputs))).toMatch(expected);
  });

  it('names the sample that holds infinity', () => {
    const set = open(folder.write('h.npy', floats([3, 4], (i) => (i === 9 ? -Infinity : i))), vector);
    expect(values(set, 1)).toEqual([4, 5, 6, 7]);
    expect(refusal(() => set.sample(2))).toMatch(/^QT3009: 'h.npy sample 2': element 1 of input 'x' is -Infinity/);
  });
});

describe('.npz', () => {
  const two = [spec([1, 4]), spec([1, 2], 'i8', 'y')];
  const arrays = { x: floats([3, 4]), y: npyBytes('|i1', [3, 2], Int8Array.of(1, 2, 3, 4, 5, 6)), labels: npyBytes('<i8', [3], BigInt64Array.of(2n, 0n, 1n)), z: floats([3, 2]) };

  it.each([0, 6] as const)('holds an array per input, labels and expected outputs (level %i)', (level) => {
    const set = open(folder.write('a.npz', npzBytes(arrays, level)), two, { outputs: [spec([1, 2], 'f32', 'z')] });
    expect([set.length, set.labels]).toEqual([3, [2, 0, 1]]);
    expect(set.sample(1)).toEqual({ inputs: [Float32Array.of(4, 5, 6, 7), Int8Array.of(3, 4)], label: 0, group: 1, expected: [Float32Array.of(2, 3)] });
    set.close();
  });

  it('may name the only array anything', () => {
    expect(open(folder.write('b.npz', npzBytes({ arr_0: floats([2, 4]) })), vector).length).toBe(2);
  });

  it.each<[string, Record<string, Uint8Array>, RegExp]>([
    ['a missing array', { x: floats([3, 4]), yy: floats([3, 2]) }, /^QT3011: .*no array 'y'; known are x, yy/],
    ['different lengths', { x: floats([3, 4]), y: floats([2, 2]) }, /^QT3007: .*3, 2/],
    ['labels of another length', { ...arrays, labels: npyBytes('|u1', [2], Uint8Array.of(0, 1)) }, /^QT3007: .*2 labels for 3 samples/],
    ['fractional labels', { ...arrays, labels: floats([3], () => 0.5) }, /^QT3008: .*label 0/],
  ])('is refused for %s', (_, content, expected) => {
    expect(refusal(() => open(folder.write('c.npz', npzBytes(content)), two))).toMatch(expected);
  });

  it('is refused when it is not an archive', () => {
    expect(refusal(() => open(folder.write('d.npz', floats([1])), vector))).toMatch(/^QT3004: .*not a readable .npz/);
  });
});

describe('folders', () => {
  it('of arrays hold one sample per file, in order of name', () => {
    folder.write('arrays/b.npy', floats([4], (i) => -i));
    folder.write('arrays/a.npy', floats([1, 4]));
    folder.write('arrays/notes.txt', 'x');
    const set = open(`${folder.path}/arrays`, vector);
    expect([set.length, set.labels, values(set, 1)]).toEqual([2, null, [-0, -1, -2, -3]]);
    expect(set.nameOf(0)).toBe(`${folder.path}/arrays/a.npy`);
    folder.write('arrays/c.npy', floats([2, 4]));
    expect(refusal(() => open(`${folder.path}/arrays`, vector).sample(2))).toMatch(/^QT3005: .*each file is one sample/);
  });

  it('of .npz files serve several inputs', () => {
    folder.write('pairs/a.npz', npzBytes({ x: floats([4]), y: floats([1, 2]) }));
    expect(open(`${folder.path}/pairs`, [...vector, spec([1, 2], 'f32', 'y')]).sample(0).inputs).toEqual([Float32Array.of(0, 1, 2, 3), Float32Array.of(0, 1)]);
  });

  it('with a subfolder per class label in alphabetical order', () => {
    folder.write('classes/zebra/1.png', png(1));
    folder.write('classes/ant/2.png', png(2));
    folder.write('classes/ant/1.png', png(3));
    const set = open(`${folder.path}/classes`, picture);
    expect([set.classes, set.labels]).toEqual([['ant', 'zebra'], [0, 0, 1]]);
    expect(values(set, 2).slice(0, 4)).toEqual([1, 11, 21, 31]);
  });

  it('of pictures are resized to the input, with a warning about their values', () => {
    folder.write('pictures/a.png', png(0, 4, 4));
    const warnings: Diagnostic[] = [];
    const set = openDataSet(`${folder.path}/pictures`, { inputs: picture }, (d) => warnings.push(d));
    expect(values(set)).toHaveLength(12);
    expect(warnings.map((d) => [d.code, d.severity])).toEqual([['QT3014', 'warning']]);
  });

  it('use labels.tsv, and a dataset.json', () => {
    folder.write('table/a.png', png());
    folder.write('table/b.png', png(5));
    folder.write('table/labels.tsv', 'b.png\t7\n');
    const set = open(`${folder.path}/table`, picture);
    expect([set.length, set.labels, set.nameOf(0)]).toEqual([1, [7], `${folder.path}/table/b.png`]);
    folder.write('table/dataset.json', { source: { kind: 'images', folder: '.' }, classes: 8, preprocess: { scale: 2 } });
    expect([open(`${folder.path}/table`, picture).classes, values(open(`${folder.path}/table`, picture))[0]]).toEqual([8, 10]);
  });

  it('are refused when mixed, empty or missing', () => {
    folder.write('mixed/a.png', png());
    folder.write('mixed/a.npy', floats([4]));
    expect(refusal(() => open(`${folder.path}/mixed`, vector))).toMatch(/^QT3003: .*1 pictures and 1 arrays/);
    folder.write('empty/readme.txt', '');
    expect(refusal(() => open(`${folder.path}/empty`, vector))).toMatch(/^QT3010/);
    expect(refusal(() => open(`${folder.path}/nowhere`, vector))).toMatch(/^QT3001: .*does not exist/);
    expect(refusal(() => open(folder.write('a.csv', '1'), vector))).toMatch(/^QT3003: .*neither .npy, .npz/);
    expect(refusal(() => open(described({ 'a.npy': floats([4]) }, { source: { kind: 'images', folder: '.' } }), vector))).toMatch(/^QT3003: .*holds arrays/);
  });
});

describe('pictures', () => {
  const set = (preprocess: object, inputs = picture, bytes = png()): DataSet => open(described({ 'a.png': bytes }, { source: { kind: 'images', folder: '.' }, preprocess }), inputs);

  it('lie as the input says', () => {
    expect(values(set({}))).toEqual([0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32]);
    expect(values(set({}, [spec([1, 2, 2, 3])]))).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]);
    expect(values(set({ channels: 'bgr' })).slice(0, 4)).toEqual([2, 12, 22, 32]);
    expect(values(set({}, [spec([1, 1, 2, 2])]))).toEqual([1, 11, 21, 31]);
    expect(values(set({ layout: 'nhwc' }, [spec([1, 12])]))).toEqual([0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32]);
  });

  it('are scaled and normalised per channel', () => {
    expect(values(set({ scale: 0.5, mean: [0, 0.5, 1], std: [1, 2, 4] }))).toEqual([0, 5, 10, 15, 0, 2.5, 5, 7.5, 0, 1.25, 2.5, 3.75]);
    expect(set({ zeroPoint: 128 }, [spec([1, 3, 2, 2], 'i8')]).sample(0).inputs[0]?.slice(0, 2)).toEqual(Int8Array.of(-128, -118));
  });

  it('are resized and cropped in the order that is asked for', () => {
    const big = png(0, 4, 4);
    expect(values(set({ crop: { height: 2, width: 2 } }, picture, big)).slice(0, 4)).toEqual([50, 60, 90, 100]);
    expect(values(set({ resize: { height: 2, width: 2, filter: 'bilinear' } }, picture, big)).slice(0, 4)).toEqual([25, 45, 105, 125]);
    expect(values(set({ resize: { shorter: 3 }, crop: { height: 2, width: 2 } }, picture, png(0, 6, 4)))).toHaveLength(12);
    const cropped = set({ crop: { height: 4, width: 4, offset: [0, 0], beforeResize: true }, resize: { height: 2, width: 2, filter: 'bilinear' } }, picture, png(0, 4, 6));
    expect(values(cropped).slice(0, 4)).toEqual([25, 45, 105, 125]);
  });

  it('are refused in the wrong size, count of channels or shape', () => {
    expect(refusal(() => set({}, picture, png(0, 3, 2)))).toMatch(/^QT3005: .*is 2x3 pixels; input 'x' of shape \[1,3,2,2\] takes 2x2/);
    expect(refusal(() => set({ channels: 'gray' }))).toMatch(/^QT3005: .*3 channels \(nchw\); a gray picture has 1/);
    expect(refusal(() => set({}, vector))).toMatch(/^QT3005: .*a picture needs/);
    expect(refusal(() => set({ layout: 'nchw' }, vector))).toMatch(/^QT3005: .*12 elements.*has 4/);
    expect(refusal(() => set({ mean: [1, 2] }))).toMatch(/^QT3005: mean and std of input 'x' have 2 entries/);
    expect(refusal(() => set({ crop: { height: 3, width: 3 } }))).toMatch(/^QT3005: .*does not fit/);
  });

  it('come as tiles of a strip', () => {
    const strip = { kind: 'strip', file: 'a.png', tile: [2, 2], labels: 'l.txt' };
    const tiles = open(described({ 'a.png': png(0, 2, 6), 'l.txt': '1\n0\n1\n' }, { source: strip }), picture);
    expect([tiles.length, tiles.labels, values(tiles, 2)[0], tiles.nameOf(2)]).toEqual([3, [1, 0, 1], 80, 'a.png tile 2']);
    expect(refusal(() => open(described({ 'a.png': png(0, 2, 5), 'l.txt': '' }, { source: strip }), picture))).toMatch(/^QT3004: .*5x2 pixels; a vertical strip of 2x2/);
    expect(refusal(() => open(described({ 'a.png': png(0, 2, 6), 'l.txt': '1\n' }, { source: strip }), picture))).toMatch(/^QT3007: .*1 labels for 3/);
  });
});

describe('records', () => {
  const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);
  const set = (content: Uint8Array, source: object, inputs = vector, rest: object = {}): DataSet =>
    open(described({ 'a.bin': content, 'l.tsv': 'a\t0\nb\t1\n' }, { source: { kind: 'records', file: 'a.bin', ...source }, ...rest }), inputs);

  it('of planes or pixels with a label byte are pictures', () => {
    const planes = Array.from({ length: 12 }, (_, i) => i);
    const chw = set(bytes(9, ...planes, 4, ...planes), { dtype: 'u8', shape: [3, 2, 2], layout: 'chw', labelBytes: 1 }, picture);
    expect([chw.length, chw.labels, values(chw, 1)]).toEqual([2, [9, 4], planes]);
    const hwc = set(bytes(...planes), { dtype: 'u8', shape: [2, 2, 3], layout: 'hwc' }, picture);
    expect(values(hwc)).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
  });

  it('of int8 features are dequantized, behind a header', () => {
    const features = set(bytes(77, 77, 3, 83, 84, 255, 0), { dtype: 'i8', shape: [4], labelBytes: 1, headerBytes: 2 }, vector, { preprocess: { zeroPoint: 83, scale: 0.5 } });
    expect([values(features), features.labels]).toEqual([[0, 0.5, -42, -41.5], [3]]);
  });

  it('of floats are cut into windows that share the label of the record', () => {
    const recording = new Uint8Array(Float32Array.from({ length: 16 }, (_, i) => i).buffer);
    const windows = set(recording, { dtype: 'f32', shape: [8], windows: { length: 4, step: 2 }, labels: 'l.tsv' });
    expect([windows.length, windows.labels]).toEqual([6, [0, 0, 0, 1, 1, 1]]);
    expect([values(windows, 1), values(windows, 5), windows.sample(5).group, windows.nameOf(4)]).toEqual([[2, 3, 4, 5], [12, 13, 14, 15], 1, 'a.bin record 1 window 1']);
  });

  it('are refused where sizes, counts or classes are wrong', () => {
    expect(refusal(() => set(bytes(1, 2, 3, 4, 5), { dtype: 'u8', shape: [4] }))).toMatch(/^QT3004: .*5 bytes; whole records of 4 bytes/);
    expect(refusal(() => set(bytes(1), { dtype: 'u8', shape: [4], headerBytes: 2 }))).toMatch(/^QT3004: .*after a header of 2/);
    expect(refusal(() => set(bytes(), { dtype: 'u8', shape: [4] }))).toMatch(/^QT3010/);
    expect(refusal(() => set(bytes(1, 2, 3), { dtype: 'u8', shape: [3] }))).toMatch(/^QT3005: 'a.bin record 0' has 3 elements; input 'x' of shape \[1,4\] has 4/);
    expect(refusal(() => set(bytes(7, 1, 2, 3, 4), { dtype: 'u8', shape: [4], labelBytes: 1 }, vector, { classes: 5 }))).toMatch(/^QT3008: .*record 0: class 7 is not 0 to 4/);
    expect(refusal(() => set(bytes(1, 2, 3, 4), { dtype: 'u8', shape: [4], labels: 'l.tsv' }))).toMatch(/^QT3007: .*2 labels for 1/);
    expect(refusal(() => set(bytes(1, 2), { dtype: 'u8', shape: [2], windows: { length: 4, step: 1 } }))).toMatch(/^QT3005: a window of 4/);
    expect(refusal(() => set(bytes(1, 2, 3, 4), { dtype: 'u8', shape: [4] }, [...vector, ...vector]))).toMatch(/^QT3011: .*supplies 1 input; the model has 2/);
  });
});

describe('random samples', () => {
  const path = described({}, { source: { kind: 'random', count: 4, seed: 3, low: -2, high: 5 } });

  it('are the same in any order, for any number of inputs and any type', () => {
    const inputs = [spec([1, 50]), spec([30], 'i8', 'y')];
    const [a, b] = [open(path, inputs), open(path, inputs)];
    const last = a.sample(3);
    b.sample(0);
    expect(b.sample(3)).toEqual(last);
    expect(b.sample(2)).not.toEqual(last);
    expect(last.inputs.every((data) => Array.from(data as ArrayLike<number>).every((v) => v >= -2 && v < 5))).toBe(true);
    expect(new Set(last.inputs[1] as Int8Array).size).toBeGreaterThan(4);
  });

  it('need no file, and are alike in blocks of 1, 2, 4 by turns where asked to', () => {
    const random = { count: 4, seed: 3, low: -2, high: 5, blocks: true };
    const set = openDataSet('nothing', { inputs: [spec([1, 2, 4, 6])], random });
    expect(set.description.random).toEqual(random);
    const rows = (sample: number): number[] => Array.from({ length: 6 }, (_, x) => Number(set.sample(sample).inputs[0]?.[24 + 6 + x]));
    const changes = (sample: number): number[] => rows(sample).flatMap((v, x) => (x > 0 && v !== rows(sample)[x - 1] ? [x] : []));
    expect([0, 1, 2, 3].map(changes)).toEqual([[1, 2, 3, 4, 5], [2, 4], [4], [1, 2, 3, 4, 5]]);
    set.close();
  });
});

describe('selection and description', () => {
  const path = described({ 'a.npy': floats([10, 4]) }, { source: { kind: 'npy', file: 'a.npy' }, select: { skip: 2 }, metric: 'mse' });

  it('is applied after that of dataset.json', () => {
    const set = open(path, vector, { selection: { first: 2 } });
    expect([set.length, set.metric, values(set, 0)[0], values(set, 1)[0], set.sample(1).group]).toEqual([2, 'mse', 8, 12, 3]);
    expect(refusal(() => open(path, vector, { selection: { first: 9 } }))).toMatch(/^QT3007: .*first 9, but there are 8/);
    expect(refusal(() => open(path, vector, { selection: { skip: 8 } }))).toMatch(/^QT3010: .*left after the selection \(of 10\)/);
  });

  it('survives the way to another thread', async () => {
    const set = open(path, vector, { selection: { last: 3 } });
    const echo = new Worker('const { parentPort } = require("node:worker_threads"); parentPort.once("message", (m) => parentPort.postMessage(m));', { eval: true });
    const received = await new Promise<DataSet['description']>((resolve) => {
      echo.once('message', resolve);
      echo.postMessage(set.description);
    });
    await echo.terminate();
    const again = openDataSet(received.path, received);
    expect([again.length, again.sample(2)]).toEqual([set.length, set.sample(2)]);
  });

  it('takes another root', () => {
    const other = temporaryFolder();
    other.write('a.npy', floats([3, 4], () => 7));
    expect(values(open(path, vector, { root: other.path }))).toEqual([7, 7, 7, 7]);
    other.remove();
  });
});

describe('dataset.json', () => {
  it('is refused with the field that is wrong', () => {
    expect(refusal(() => open(described({}, { source: { kind: 'npy', fle: 'a.npy' } }), vector))).toMatch(/^QT3002: 'source.fle' is not a field; did you mean 'file'/);
    expect(refusal(() => open(described({}, { source: { kind: 'npy', file: 'a.npy' } }), vector))).toMatch(/^QT3001: .*a.npy/);
  });

  it('points to its schema from the examples', () => {
    const example: { $schema: string } = JSON.parse(readFileSync(new URL('../../examples/kws/evaluation.json', import.meta.url), 'utf8'));
    expect(readFileSync(new URL(example.$schema, new URL('../../examples/kws/', import.meta.url)), 'utf8')).toContain('Quantune data set');
  });
});
