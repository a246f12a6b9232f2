// Builds what is run: dist/ from src/ (tsc) and dist/runtime.wasm from runtime-c/ (zig). Each part is skipped when its inputs are unchanged.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

const WASM_FLAGS = [
  '-target', 'wasm32-freestanding', '-mcpu=generic+simd128+bulk_memory', '-O3', '-g0', '-std=c99', '-ffp-contract=off', '-fomit-frame-pointer',
  '-fvisibility=default', '-Wl,--no-entry', '-Wl,--import-memory', '-Wl,--export-dynamic', '-rdynamic', '-I.', '-Iinclude',
];

function filesBelow(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

function digestOf(files, extra) {
  const hash = createHash('sha256').update(extra);
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.error !== undefined) throw new Error(`${command} could not be run: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Runs `make` unless `stamp` holds the digest of the inputs already. */
function step(name, stamp, digest, make) {
  const path = join(root, 'dist', stamp);
  if (existsSync(path) && readFileSync(path, 'utf8') === digest) return;
  process.stderr.write(`building ${name}\n`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  make();
  writeFileSync(path, digest);
}

const c = [...filesBelow('runtime-c/include'), ...filesBelow('runtime-c/internal'), ...filesBelow('runtime-c/kernels/portable'), ...filesBelow('runtime-c/kernels/wasm'), ...filesBelow('runtime-c/observe')];
step('dist/runtime.wasm', '.wasm', digestOf(c, WASM_FLAGS.join(' ')), () => {
  const sources = c.filter((f) => f.endsWith('.c')).map((f) => relative('runtime-c', f));
  const zig = join(root, 'node_modules', '.bin', 'zig');
  const output = join(root, 'dist', 'runtime.wasm.new');
  run(zig, ['cc', ...WASM_FLAGS, ...sources, '-o', output], join(root, 'runtime-c'));
  renameSync(output, join(root, 'dist', 'runtime.wasm'));
});

const typescript = [...filesBelow('src'), 'tsconfig.json', 'package-lock.json'];
step('dist', '.typescript', digestOf(typescript, ''), () => run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', '.'], root));
