// What the firmware of a quantized model takes on a target: exact instructions and estimated cycles per unit, bytes. Measurements are kept in build/bars under a
// name made from everything they depend on (generated files, inputs, what target, bench, plugin and toolchain consist of), so that a second
// run measures only what changed. Outputs must be the executor's bytes, or QT5008 says how many differ.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateFirmware, goldenVectors, measureFirmware, writeFolder } from '../../dist/index.js';
import { isStream } from '../../dist/emit/file-content.js';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const CACHE = join(ROOT, 'build', 'bars');

/** Content of the sources, scripts and descriptions below the folders; cost tables predict and do not measure. */
function contentOf(folders) {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (/\.(c|h|ld|js)$|target\.json$/.test(name)) hash.update(`${name}\0`).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex');
}

const COMPILER = JSON.parse(readFileSync(join(ROOT, 'node_modules', '@zigc', 'cli', 'package.json'), 'utf8')).version;
const SUPPORT = contentOf(['runtime-c/bench', 'runtime-c/qemu-plugin', 'targets/common', 'dist/toolchain', 'dist/targets'].map((f) => join(ROOT, f)));
const FORMAT = readFileSync(fileURLToPath(import.meta.url));

/** What `make` gives, kept in build/bars under the digest of `parts`. */
export async function kept(parts, make) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  const file = join(CACHE, `${hash.digest('hex').slice(0, 32)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const value = await make();
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(value));
  renameSync(`${file}.${process.pid}`, file);
  return value;
}

async function measured({ files, program }, vectors, target) {
  const work = mkdtempSync(join(tmpdir(), 'quantune-bars-'));
  try {
    writeFolder(join(work, 'c'), files);
    const result = await measureFirmware({ folder: join(work, 'c'), target, outDir: join(work, 'build'), inputs: vectors.inputs, expected: vectors.outputs });
    const { total, perUnit, estimatedCycles } = result.instructions;
    return {
      units: program.units.map((unit, i) => ({ op: unit.op, onnxNodes: unit.onnxNodes, instructions: perUnit[i] ?? 0, cycles: estimatedCycles?.perUnit[i] ?? null })),
      instructions: total, cycles: estimatedCycles?.total ?? null, arenaBytes: program.arenaBytes, stackBytes: result.stackBytes, sizes: result.sizes, bytesDifferent: result.bytesDifferent,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Throws what generating, building and running throw. One inference, on the first sample of `dataSet`. */
export async function firmwareFigures(model, target, dataSet) {
  const firmware = generateFirmware(model, { target, name: 'net' });
  const vectors = goldenVectors(model, dataSet, 1);
  const files = [...firmware.files].filter(([path]) => path !== 'report.json').flatMap(([path, content]) => [path, ...(isStream(content) ? content.chunks() : [content])]);
  return kept([COMPILER, SUPPORT, FORMAT, contentOf([target.folder]), ...files, vectors.inputs, vectors.outputs], () => measured(firmware, vectors, target));
}
