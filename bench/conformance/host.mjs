// Generated networks in one program of this machine: each case is run by its number, reading its inputs and writing its outputs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitFiles } from '../../dist/emit/emit-files.js';
import { macroOf } from '../../dist/emit/identifier.js';
import { viewData } from '../../dist/ir/dtype.js';
import { COMMON_FLAGS, WARNING_FLAGS } from '../../dist/targets/c-flags.js';
import { findZig, zigEnvironment } from '../../dist/toolchain/tools.js';

const RUNTIME = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'runtime-c');
const INCLUDES = [`-I${join(RUNTIME, 'include')}`, `-I${RUNTIME}`];
const LIMIT_MS = 600_000;
const RUN_MS = 60_000;

function zig(args, cwd) {
  return spawnSync(findZig().program, args, { cwd, env: { ...process.env, ...zigEnvironment() }, encoding: 'utf8', timeout: LIMIT_MS, maxBuffer: 1 << 26 });
}

/** The portable kernels as one archive, in `folder`. */
export function buildKernels(folder) {
  const sources = join(RUNTIME, 'kernels', 'portable');
  const files = readdirSync(sources).filter((f) => f.endsWith('.c')).map((f) => join(sources, f));
  const built = zig(['build-lib', '-static', '--name', 'qn', '-OReleaseFast', '-lc', ...INCLUDES, '-cflags', ...COMMON_FLAGS, '-O2', '--', ...files], folder);
  if (built.status !== 0) throw new Error(`the kernels do not compile:\n${built.stderr}`);
  return join(folder, 'libqn.a');
}

function mainSource(networks) {
  const entry = ({ name, program }) => {
    const macro = macroOf(name);
    const slots = (word, list) => list.map((_, i) => `    memory_${word}(arena + ${macro}_${word === 'read' ? 'INPUT' : 'OUTPUT'}_${i}_OFFSET, ${macro}_${word === 'read' ? 'INPUT' : 'OUTPUT'}_${i}_BYTES);`).join('\n');
    return `static void run_${name}(void)\n{\n    uint8_t *const arena = take(${macro}_ARENA_BYTES);\n${slots('read', program.inputs)}\n    if (${name}_run(arena, NULL, NULL) != 0) exit(3);\n${slots('write', program.outputs)}\n}\n`;
  };
  return [
    '#include <stdint.h>', '#include <stdio.h>', '#include <stdlib.h>', '#include <string.h>', ...networks.map((n) => `#include "${n.name}.h"`),
    'static uint8_t *take(size_t bytes) { void *p = NULL; if (posix_memalign(&p, 16, bytes) != 0) exit(2); memset(p, 0xA5, bytes); return p; }',
    '__attribute__((unused)) static void memory_read(uint8_t *to, size_t bytes) { if (fread(to, 1, bytes, stdin) != bytes) exit(4); }',
    'static void memory_write(const uint8_t *from, size_t bytes) { if (fwrite(from, 1, bytes, stdout) != bytes) exit(5); }',
    ...networks.map(entry),
    `int main(int count, char **words)\n{\n    static void (*const all[])(void) = { ${networks.map((n) => `run_${n.name}`).join(', ')} };\n    all[count > 1 ? atoi(words[1]) : 0]();\n    return 0;\n}\n`,
  ].join('\n');
}

/** Builds a program of several networks: {name, program}[]. Warnings are errors, as in every build of generated code. */
export function buildProgram(folder, networks, archive) {
  mkdirSync(folder, { recursive: true });
  const sources = [];
  for (const { name, program } of networks) {
    const files = emitFiles(program, { name, modelDigest: '0'.repeat(64), modelFile: `${name}.onnx`, version: '0', targetId: 'host' });
    for (const path of [`${name}.h`, `${name}.c`, `${name}_weights.h`, `${name}_weights.c`]) writeFileSync(join(folder, path), files.get(path));
    sources.push(`${name}.c`, `${name}_weights.c`);
  }
  writeFileSync(join(folder, 'main.c'), mainSource(networks));
  const linked = zig(['cc', ...COMMON_FLAGS, ...WARNING_FLAGS, '-D_POSIX_C_SOURCE=200112L', '-O1', ...INCLUDES, 'main.c', ...sources, archive, '-o', 'program'], folder);
  return linked.status === 0 && existsSync(join(folder, 'program')) ? { program: join(folder, 'program') } : { error: linked.stderr };
}

/** Outputs of network `index`, as typed arrays, or why there are none. */
export function runProgram(path, index, { program }, inputs) {
  const bytes = Buffer.concat(inputs.map((data) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
  const ran = spawnSync(path, [String(index)], { input: bytes, timeout: RUN_MS, maxBuffer: 1 << 30 });
  if (ran.status !== 0) return { error: `the program ended with ${ran.signal ?? `status ${ran.status}`}` };
  let at = 0;
  return {
    outputs: program.outputs.map((io) => {
      const buffer = program.buffers[io.buffer];
      const part = Uint8Array.from(ran.stdout.subarray(at, at + buffer.bytes));
      at += buffer.bytes;
      return viewData(buffer.dtype, part.buffer, 0, buffer.bytes / (part.length === 0 ? 1 : viewData(buffer.dtype, new ArrayBuffer(8), 0, 1).BYTES_PER_ELEMENT));
    }),
  };
}
