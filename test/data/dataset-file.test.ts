import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { readDataSetFile } from '../../src/data/dataset-file.ts';
import { refusal, temporaryFolder } from '../support/data-files.ts';
import { CHECKOUT } from '../support/shared.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const schema: object = JSON.parse(readFileSync(join(CHECKOUT, 'src', 'data', 'dataset.schema.json'), 'utf8'));
const isValid = new Ajv({ strictTypes: false, strictRequired: false }).compile(schema);

const read = (content: object | string): ReturnType<typeof readDataSetFile> => readDataSetFile(folder.write('dataset.json', content));
const npy = { kind: 'npy', file: 'x.npy' };
const records = { kind: 'records', file: 'x.bin', dtype: 'u8', shape: [3, 4, 4] };
const withPreprocess = (preprocess: object): object => ({ source: npy, preprocess });

describe('readDataSetFile', () => {
  it('makes paths absolute, relative to the root', () => {
    expect(read({ root: 'deep', source: { ...npy, labels: 'l.txt' } }).source).toEqual({ kind: 'npy', file: join(folder.path, 'deep/x.npy'), labels: join(folder.path, 'deep/l.txt') });
    expect(readDataSetFile(folder.write('dataset.json', { root: 'deep', source: npy }), '/other').source).toMatchObject({ file: '/other/x.npy' });
  });

  it('fills in what is absent', () => {
    expect(read({ source: records })).toEqual({
      source: { kind: 'records', file: join(folder.path, 'x.bin'), dtype: 'u8', shape: [3, 4, 4], layout: 'flat', headerBytes: 0, labelBytes: 0, labels: null, windows: null },
      classes: null, preprocess: {}, select: {}, metric: null,
    });
  });

  it('accepts what the schema accepts', () => {
    for (const content of GOOD) {
      expect(isValid(content), JSON.stringify(content)).toBe(true);
      expect(refusal(() => read(content))).toBe('no refusal');
    }
  });

  it.each(refusedDocuments())('refuses %s, as the schema does', (_, content, expected) => {
    expect(refusal(() => read(content))).toMatch(expected);
    expect(isValid(content)).toBe(false);
  });

  it('refuses what only a reader can see', () => {
    expect(refusal(() => read('{'))).toMatch(/^QT3002: .*is not JSON/);
    expect(refusal(() => read({ source: { kind: 'random', count: 1, low: 2, high: 1 } }))).toMatch(/^QT3002: 'source.high' must be a number of at least 2/);
    expect(refusal(() => readDataSetFile(join(folder.path, 'none.json')))).toMatch(/^QT3001/);
  });
});

describe('data sets of this repository', () => {
  const folders = ['bench/datasets', 'examples/resnet8', 'examples/kws'].map((name) => join(CHECKOUT, name));
  const files = folders.flatMap((path) => readdirSync(path).filter((f) => f.endsWith('.json')).map((f) => join(path, f)));

  it.each(files.map((file) => [file.slice(CHECKOUT.length + 1), file]))('%s follows the schema', (_, file) => {
    expect(isValid(JSON.parse(readFileSync(file, 'utf8'))), JSON.stringify(isValid.errors)).toBe(true);
    expect(refusal(() => readDataSetFile(file))).toBe('no refusal');
  });
});

const GOOD: readonly object[] = [
  { $schema: 'x', description: 'y', source: { kind: 'images', folder: 'a', table: 'b.tsv' }, classes: ['a', 'b'], metric: 'top5' },
  { source: { kind: 'arrays', folder: 'a' }, classes: 3 },
  { source: { kind: 'strip', file: 'a.png', tile: [9, 8], labels: 'l.txt' } },
  { source: { ...records, layout: 'hwc', headerBytes: 16, labelBytes: 1 } },
  { source: { kind: 'records', file: 'f', dtype: 'f32', shape: [99], windows: { length: 9, step: 3 }, labels: 'l.tsv' }, metric: 'auc' },
  { source: { kind: 'npz', file: 'a.npz' }, select: { skip: 0, every: 2, first: 3, last: 1 } },
  { source: { kind: 'random', count: 5, seed: 2, low: -1, high: 1 }, select: { indices: [4, 0] } },
  withPreprocess({ channels: 'bgr', resize: { height: 5, width: 6, filter: 'bilinear' }, crop: { height: 2, width: 3, offset: [0, 1], beforeResize: true }, layout: 'nhwc', zeroPoint: 3, scale: 0.5, mean: [1, 2, 3], std: 4 }),
  withPreprocess({ resize: { shorter: 256 }, crop: { height: 224, width: 224 } }),
];

/** Hoisted: the rows are needed while the suite above is being collected. */
function refusedDocuments(): [string, object, RegExp][] {
  return [
    ['a list', [], /^QT3002: the document must be an object; found \[\]/],
    ['no source', {}, /^QT3002: 'source' must be an object/],
    ['an unknown key', { source: npy, clases: 3 }, /^QT3002: 'clases' is not a field; did you mean 'classes'/],
    ['an unknown key in the source', { source: { ...npy, lables: 'x' } }, /^QT3002: 'source.lables' is not a field; did you mean 'labels'/],
    ['an unknown kind', { source: { kind: 'image', folder: 'x' } }, /^QT3002: 'source.kind' must be one of images, .*did you mean 'images'/],
    ['a key of another kind', { source: { ...npy, tile: [1, 1] } }, /^QT3002: 'source.tile' is not a field/],
    ['a path that is a number', { source: { kind: 'npy', file: 5 } }, /^QT3002: 'source.file' must be a string; found 5/],
    ['an empty path', { source: { kind: 'npy', file: '' } }, /^QT3002: 'source.file'/],
    ['an unknown element type', { source: { ...records, dtype: 'float' } }, /^QT3002: 'source.dtype' must be one of f32/],
    ['a record shape of zero', { source: { ...records, shape: [0] } }, /^QT3002: 'source.shape' must be a list of at least 1|to 8/],
    ['pictures of floats', { source: { ...records, dtype: 'f32', layout: 'chw' } }, /^QT3002: 'source.layout' must be 'flat' unless/],
    ['windows over pictures', { source: { ...records, layout: 'chw', windows: { length: 1, step: 1 } } }, /^QT3002: 'source.windows' must be used with layout 'flat'/],
    ['a window without a step', { source: { ...records, windows: { length: 1 } } }, /^QT3002: 'source.windows.step'/],
    ['one tile side', { source: { kind: 'strip', file: 'a', tile: [3] } }, /^QT3002: 'source.tile' must be a list of 2 whole numbers/],
    ['no classes', { source: npy, classes: [] }, /^QT3002: 'classes' must be a list of strings/],
    ['zero classes', { source: npy, classes: 0 }, /^QT3002: 'classes' must be a whole number/],
    ['an unknown metric', { source: npy, metric: 'top-1' }, /^QT3002: 'metric' must be one of .*did you mean 'top1'/],
    ['an unknown channel order', withPreprocess({ channels: 'rbg' }), /^QT3002: 'preprocess.channels'/],
    ['two ways to resize', withPreprocess({ resize: { shorter: 3, height: 3, width: 3 } }), /^QT3002: 'preprocess.resize.shorter' must be given without/],
    ['half a size', withPreprocess({ resize: { height: 3 } }), /^QT3002: 'preprocess.resize.width'/],
    ['an enormous size', withPreprocess({ resize: { height: 3, width: 99999 } }), /^QT3002: 'preprocess.resize.width' must be a whole number from 1 to 32768/],
    ['an unknown filter', withPreprocess({ resize: { shorter: 3, filter: 'bicubic' } }), /^QT3002: 'preprocess.resize.filter'/],
    ['a negative offset', withPreprocess({ crop: { height: 3, width: 3, offset: [-1, 0] } }), /^QT3002: 'preprocess.crop.offset'/],
    ['a word for true', withPreprocess({ crop: { height: 3, width: 3, beforeResize: 'yes' } }), /^QT3002: 'preprocess.crop.beforeResize' must be true or false/],
    ['a scale in words', withPreprocess({ scale: '1/255' }), /^QT3002: 'preprocess.scale' must be a number; found "1\/255"/],
    ['a std of zero', withPreprocess({ std: [1, 0, 1] }), /^QT3002: 'preprocess.std' must be above zero/],
    ['four means', withPreprocess({ mean: [1, 2, 3, 4] }), /^QT3002: 'preprocess.mean' must be a list of 1 to 3 numbers/],
    ['half a sample', { source: npy, select: { first: 0.5 } }, /^QT3002: 'select.first'/],
    ['a negative index', { source: npy, select: { indices: [-1] } }, /^QT3002: 'select.indices'/],
    ['no random samples', { source: { kind: 'random', count: 0, low: 0, high: 1 } }, /^QT3002: 'source.count'/],
  ];
}
