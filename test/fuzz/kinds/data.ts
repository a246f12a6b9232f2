// Damaged data sets: arrays, archives, records, pictures and descriptions, opened and read as calibration does.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { openDataSet } from '../../../src/data/open-data-set.ts';
import { floats, npyBytes, npzBytes } from '../../support/data-files.ts';
import { type Dice, mutateBytes } from '../dice.ts';
import { Fault, type FuzzKind, shorter } from '../fuzz-kind.ts';
import { mutateJson } from '../json-mutator.ts';

const PIXELS = Buffer.from(Array.from({ length: 64 }, (_, i) => (i * 37) & 255));
const PNG_BYTES = PNG.sync.write(Object.assign(new PNG({ width: 4, height: 4 }), { data: PIXELS }));
const JPEG_BYTES = jpeg.encode({ width: 4, height: 4, data: PIXELS }, 80).data;

const IMAGES = { source: { kind: 'images', folder: '.', table: 'labels.tsv' }, classes: ['a', 'b'], preprocess: { channels: 'rgb', resize: { height: 4, width: 4 }, crop: { height: 2, width: 2 }, scale: 0.5, mean: [1, 2, 3], std: [1, 1, 1] }, select: { first: 2 }, metric: 'top1' };
const RECORDS = { source: { kind: 'records', file: 'data.bin', dtype: 'u8', shape: [3, 2, 2], layout: 'chw', labelBytes: 1 }, classes: 10, preprocess: { scale: 0.1 }, select: { every: 2 } };

interface Case {
  /** What the files are for. */
  readonly open: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** Cases of one damaged file each: [what to open, the file to damage, all files]. */
const BASES: readonly (readonly [string, string, Readonly<Record<string, Uint8Array>>])[] = [
  ['x.npy', 'x.npy', { 'x.npy': floats([2, 3, 2, 2]) }],
  ['x.npy', 'x.npy', { 'x.npy': npyBytes('>f8', [2, 3, 2, 2], Float64Array.from({ length: 24 }, (_, i) => i), true) }],
  ['x.npz', 'x.npz', { 'x.npz': npzBytes({ x: floats([2, 3, 2, 2]) }) }],
  ['x.npz', 'x.npz', { 'x.npz': npzBytes({ x: floats([2, 3, 2, 2]) }, 0) }],
  ['dataset.json', 'data.bin', { 'dataset.json': text(JSON.stringify(RECORDS)), 'data.bin': Uint8Array.from({ length: 52 }, (_, i) => i % 10) }],
  ['dataset.json', 'dataset.json', { 'dataset.json': text(JSON.stringify(RECORDS)), 'data.bin': Uint8Array.from({ length: 52 }, (_, i) => i % 10) }],
  ...(['a.png', 'b.jpg', 'labels.tsv', 'dataset.json'] as const).map((damaged): readonly [string, string, Readonly<Record<string, Uint8Array>>] => ['dataset.json', damaged, { 'dataset.json': text(JSON.stringify(IMAGES)), 'a.png': PNG_BYTES, 'b.jpg': JPEG_BYTES, 'labels.tsv': text('a.png\ta\nb.jpg\tb\n') }]),
];

function encode({ open, files }: Case): Uint8Array {
  return text(JSON.stringify({ open, files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])) }));
}

function decode(content: Uint8Array): Case {
  const { open, files }: { open: string; files: Record<string, string> } = JSON.parse(Buffer.from(content).toString());
  return { open, files: Object.fromEntries(Object.entries(files).map(([name, base64]) => [name, new Uint8Array(Buffer.from(base64, 'base64'))])) };
}

function make(dice: Dice): Uint8Array {
  const [open, damaged, files] = dice.pick(BASES);
  const old = files[damaged] ?? new Uint8Array(0);
  const changed = damaged.endsWith('.json') ? text(mutateJson(Buffer.from(old).toString(), dice)) : mutateBytes(old, dice);
  return encode({ open, files: { ...files, [damaged]: changed } });
}

async function run(content: Uint8Array): Promise<void> {
  const { open, files } = decode(content);
  const folder = mkdtempSync(join(tmpdir(), 'quantune-fuzz-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const data = openDataSet(join(folder, open), { inputs: [{ name: 'x', dtype: 'f32', shape: [1, 3, 2, 2] }] });
    try {
      for (let i = 0; i < Math.min(4, data.length); i++) data.sample(i);
    } finally {
      data.close();
    }
    const stray = readdirSync(folder).filter((name) => !(name in files));
    if (stray.length > 0) throw new Fault(`left ${stray.join(', ')}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* shrink(content: Uint8Array): Iterable<Uint8Array> {
  const given = decode(content);
  for (const [name, bytes] of Object.entries(given.files)) {
    for (const smaller of shorter(bytes)) yield encode({ ...given, files: { ...given.files, [name]: smaller } });
  }
}

export const DATA: FuzzKind = { name: 'data', limitMs: 10_000, make, run, shrink };
