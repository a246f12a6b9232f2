// What `npm run costs -- --constant-shapes` measures: every call of a network once with the kernel that all share and once with a form of its own, and
// the code of these forms. Written to targets/<id>/constant-shapes.json: kernels whose forms save at least LEAST_GAIN of their instructions.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { FEATURES, featuresOf, generateFirmware, measureFirmware, tableKey, writeFolder } from '../dist/index.js';
import { CONSTANT_SHAPES_FILE, LEAST_GAIN } from '../dist/cost/constant-shapes.js';
import { constantForms } from '../dist/emit/constant-shapes.js';
import { emitFiles } from '../dist/emit/emit-files.js';
import { COMMON_FLAGS } from '../dist/targets/c-flags.js';
import { targetFlags } from '../dist/toolchain/argv.js';
import { parseElf } from '../dist/toolchain/elf.js';
import { findZig } from '../dist/toolchain/tools.js';

const ALLOC = 2;

/** Code and tables of one C file of a generated folder. */
function bytesOf(target, folder, file) {
  const object = join(folder, `${file}.o`);
  execFileSync(findZig().program, ['cc', ...targetFlags(target), ...COMMON_FLAGS, '-I.', '-Iqn/include', '-Iqn', '-c', file, '-o', object], { cwd: folder, stdio: 'pipe' });
  return parseElf(readFileSync(object), object).sections.filter((s) => (s.flags & ALLOC) !== 0).reduce((sum, s) => sum + s.size, 0);
}

/** Those of a kernel that all calls share. */
function kernelBytes(target, folder, { kernel, isa }) {
  return bytesOf(target, folder, join('qn', 'kernels', isa, `${kernel}.c`));
}

/** Per call of a unit with one call: key, features, instructions with the shared kernel and with its own form; and per key the bytes of a form. */
async function compared(model, target, vectors) {
  const work = mkdtempSync(join(tmpdir(), 'quantune-shapes-'));
  try {
    const shared = generateFirmware(model, { target, name: 'net', optimizeFor: 'size' });
    const program = { ...shared.program, calls: shared.program.calls.map((call) => ({ ...call, constantShapes: true })) };
    const own = emitFiles(program, { name: 'net', modelDigest: model.digest, modelFile: basename(model.file), version: '0', targetId: target.id });
    const perUnit = [];
    for (const [name, files] of [['shared', shared.files], ['own', own]]) {
      writeFolder(join(work, name), new Map([...files, ['report.json', '{"generator": "quantune"}']]));
      const result = await measureFirmware({ folder: join(work, name), target, outDir: join(work, `${name}-build`), inputs: vectors.inputs, expected: vectors.outputs, timeoutMs: 600_000 });
      if (result.bytesDifferent > 0 && model.precision === 'int8') throw new Error(`${target.id} ${model.file}: ${result.bytesDifferent} bytes differ (${name})`);
      perUnit.push(result.instructions.perUnit);
    }
    const bytes = constantForms(program, 'net').all.map(({ symbol, call }) => [tableKey(call), bytesOf(target, join(work, 'own'), `${symbol}.c`), kernelBytes(target, join(work, 'own'), call)]);
    const rows = program.units.flatMap((_, i) => {
      const calls = program.calls.filter((c) => c.unit === i);
      return calls.length === 1 ? [{ key: tableKey(calls[0]), features: featuresOf(calls[0].kernel, calls[0].params), shared: perUnit[0][i], own: perUnit[1][i] }] : [];
    });
    return { rows, bytes };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Coefficients that are not negative and give what was saved, least squares of its share (coordinate descent). */
function fit(rows) {
  const scaled = rows.map(({ features, shared }) => FEATURES.map((f) => features[f] / shared));
  const result = FEATURES.map(() => 0);
  const rest = rows.map(({ shared, own }) => (shared - own) / shared);
  for (let round = 0; round < 2000; round++) {
    for (let k = 0; k < FEATURES.length; k++) {
      const top = scaled.reduce((sum, row, i) => sum + row[k] * rest[i], 0);
      const bottom = scaled.reduce((sum, row) => sum + row[k] ** 2, 0);
      if (bottom === 0) continue;
      const next = Math.max(0, result[k] + top / bottom);
      for (let i = 0; i < rows.length; i++) rest[i] -= (next - result[k]) * scaled[i][k];
      result[k] = next;
    }
  }
  return Object.fromEntries(FEATURES.flatMap((f, k) => (result[k] < 1e-9 ? [] : [[f, Number(result[k].toPrecision(4))]])));
}

/** Measures the models on a target and writes its file; returns one line per kernel. */
export async function measureConstantShapes(target, models, digest) {
  const rows = new Map();
  const bytes = new Map();
  for (const { model, vectors } of models) {
    const result = await compared(model, target, vectors);
    for (const row of result.rows) rows.set(row.key, [...(rows.get(row.key) ?? []), row]);
    for (const [key, each, shared] of result.bytes) bytes.set(key, { each: Math.max(each, bytes.get(key)?.each ?? 0), shared });
  }
  const summary = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, list]) => {
    const sum = (field) => list.reduce((total, row) => total + row[field], 0);
    return { target: target.id, key, calls: list.length, shared: sum('shared'), own: sum('own'), gain: 1 - sum('own') / sum('shared'), bytes: bytes.get(key).each, sharedBytes: bytes.get(key).shared, saved: fit(list) };
  });
  const worth = summary.filter((s) => s.gain >= LEAST_GAIN);
  const kernels = Object.fromEntries(worth.map(({ key, bytes: each, sharedBytes, saved }) => [key, { bytes: each, sharedBytes, saved }]));
  writeFileSync(join(target.folder, CONSTANT_SHAPES_FILE), `${JSON.stringify({ unit: 'instructions', command: 'npm run costs -- --constant-shapes', kernelsDigest: digest, kernels }, null, 2)}\n`);
  return summary;
}
