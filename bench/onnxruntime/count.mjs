// Counts what ONNX Runtime's Arm64 build (in the npm package onnxruntime-node) takes for one inference: user-mode QEMU, the counting plugin, one thread.
// It needs the libraries of an Arm64 Linux; where they or QEMU are missing, PeerMissing says how to get them. ONNX Runtime asks /proc and /sys which
// processor it runs on: it finds a description of the target there. The cheapest of the runs after the first counts: some of them tidy the heap as well.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importStage } from '../../dist/index.js';
import { parseCounts } from '../../dist/toolchain/bench-result.js';
import { parseElf } from '../../dist/toolchain/elf.js';
import { lastLines, runProcess } from '../../dist/toolchain/process.js';
import { countingPlugin } from '../../dist/toolchain/run-firmware.js';
import { findZig, requireQemu, zigEnvironment } from '../../dist/toolchain/tools.js';
import { marksText, readMarks } from '../../dist/toolchain/unit-marks.js';
import { CACHE, ROOT, kept } from '../bars/firmware-figures.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const LIBRARIES = '/usr/aarch64-linux-gnu/lib';
const INSTALL = 'apt-get install libc6-arm64-cross libstdc++6-arm64-cross';
const RUNS = 5;
const TIME_MS = 600_000;

/** Why ONNX Runtime cannot be run on this machine. */
export class PeerMissing extends Error {}

/** Processors by target: part number and features as Linux names them. */
const BASE = 'fp asimd evtstrm aes pmull sha1 sha2 crc32 cpuid';
const PROCESSORS = {
  'cortex-a53': { part: '0xd03', features: BASE },
  'cortex-a76': { part: '0xd0b', features: `${BASE} atomics fphp asimdhp asimdrdm lrcpc dcpop asimddp` },
  'cortex-a-i8mm': { part: '0xd48', features: `${BASE} atomics fphp asimdhp asimdrdm jscvt fcma lrcpc dcpop asimddp asimdfhm ilrcpc flagm i8mm` },
};
const CACHES = [['1', 'Data', '32K', '4', '128'], ['1', 'Instruction', '32K', '2', '256'], ['2', 'Unified', '512K', '16', '512']];

/** What /proc and /sys say of a machine with one such processor: path -> text. */
function description({ part, features }) {
  const cpu = 'sys/devices/system/cpu';
  const cache = CACHES.flatMap(([level, type, size, ways, sets], i) => Object.entries({
    level, type, size, ways_of_associativity: ways, number_of_sets: sets, coherency_line_size: '64', shared_cpu_list: '0',
  }).map(([name, text]) => [`${cpu}/cpu0/cache/index${i}/${name}`, text]));
  const topology = ['physical_package_id', 'core_id', 'core_siblings_list', 'thread_siblings_list', 'cluster_cpus_list', 'core_cpus_list', 'package_cpus_list'];
  return new Map([
    ['proc/cpuinfo', `processor\t: 0\nBogoMIPS\t: 100.00\nFeatures\t: ${features}\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x0\nCPU part\t: ${part}\nCPU revision\t: 4\n`],
    ...['possible', 'present', 'online', 'kernel_max'].map((name) => [`${cpu}/${name}`, '0']),
    ...topology.map((name) => [`${cpu}/cpu0/topology/${name}`, '0']),
    ...['cpuinfo_max_freq', 'cpuinfo_min_freq'].map((name) => [`${cpu}/cpu0/cpufreq/${name}`, '2000000']),
    ...cache,
  ]);
}

/** A folder that QEMU looks into before the machine's own root. */
function makeRoot(folder, target) {
  for (const [path, text] of description(PROCESSORS[target])) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  symlinkSync(LIBRARIES, join(folder, 'lib'));
}

function runtimeLibrary() {
  const found = join(dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json')), 'bin', 'napi-v6', 'linux', 'arm64');
  const [name] = existsSync(found) ? readdirSync(found).filter((n) => n.startsWith('libonnxruntime.so')) : [];
  if (name === undefined) throw new PeerMissing('the npm package onnxruntime-node has no library for linux/arm64');
  if (!existsSync(join(LIBRARIES, 'libstdc++.so.6'))) throw new PeerMissing(INSTALL);
  return join(found, name);
}

const SOURCES = [join(HERE, 'driver.c'), join(ROOT, 'runtime-c', 'bench', 'bench_marks.c')];

async function driver(library, key) {
  const output = join(CACHE, `onnxruntime-driver-${key.slice(0, 16)}`);
  if (existsSync(output)) return output;
  mkdirSync(CACHE, { recursive: true });
  const args = ['cc', '-target', 'aarch64-linux-gnu.2.28', '-O2', '-std=c99', '-no-pie', `-I${join(ROOT, 'runtime-c', 'bench')}`, ...SOURCES, library, '-o', `${output}.${process.pid}`];
  const outcome = await runProcess({ program: findZig().program, args, cwd: HERE, env: zigEnvironment(), timeoutMs: TIME_MS });
  if (outcome.exitCode !== 0) throw new Error(`the driver of ONNX Runtime cannot be built: ${lastLines(outcome.stderr).join('\n')}`);
  renameSync(`${output}.${process.pid}`, output);
  return output;
}

/** Shape of the only input, names of it and of the only output. */
function interfaceOf(model) {
  const { inputs: [input], outputs: [output], values } = importStage(model);
  return { input, output, shape: values.get(input).shape.map((dim) => (typeof dim === 'number' && dim > 0 ? dim : 1)) };
}

async function execute(work, { model, target, values, library, program }) {
  const { input, output, shape } = interfaceOf(model);
  makeRoot(join(work, 'root'), target.id);
  writeFileSync(join(work, 'model.onnx'), model.bytes);
  writeFileSync(join(work, 'input.bin'), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  writeFileSync(join(work, 'marks.txt'), marksText(readMarks(parseElf(readFileSync(program), program))));
  copyFileSync(await countingPlugin(), join(work, 'count.so'));
  const { qemu } = target.boards[0];
  const emulator = await requireQemu(qemu.binary);
  const args = ['-cpu', qemu.cpu, '-L', join(work, 'root'), '-E', `LD_LIBRARY_PATH=${dirname(library)}`, '-plugin', './count.so,marks=marks.txt,out=counts.json', program, 'model.onnx', input, output, String(RUNS), ...shape.map(String)];
  const outcome = await runProcess({ program: emulator.program, args, cwd: work, env: {}, timeoutMs: TIME_MS });
  if (outcome.exitCode !== 0) throw new Error(`ONNX Runtime failed: ${lastLines(`${outcome.stdout}\n${outcome.stderr}`).join('\n')}`);
  const { runs } = parseCounts(readFileSync(join(work, 'counts.json'), 'utf8'), RUNS);
  const bytes = readFileSync(join(work, 'output.bin'));
  return { instructions: Math.min(...runs.slice(1)), version: outcome.stdout.trim(), outputs: [...new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)] };
}

/**
 * Instructions of one inference of `model` (one float input, one float output) on `values`, the version that ran, and the outputs.
 * Throws PeerMissing where the machine lacks what it needs.
 */
export async function onnxRuntimeFigures(model, target, values) {
  const library = runtimeLibrary();
  const hash = createHash('sha256').update(readFileSync(library));
  for (const source of SOURCES) hash.update(readFileSync(source));
  const key = hash.digest('hex');
  const program = await driver(library, key);
  return kept([key, readFileSync(fileURLToPath(import.meta.url)), target.id, target.boards[0].qemu.cpu, model.bytes, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)], async () => {
    const work = mkdtempSync(join(tmpdir(), 'quantune-onnxruntime-'));
    try {
      return await execute(work, { model, target, values, library, program });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
