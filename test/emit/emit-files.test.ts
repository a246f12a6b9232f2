// The generated folder: compiles without a warning, says what it should, and no name of a model can change its meaning.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { emitFiles } from '../../src/emit/emit-files.ts';
import { identifierOf } from '../../src/emit/identifier.ts';
import type { PlannedProgram } from '../../src/kernels/program.ts';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { fuseQdq } from '../../src/passes/fuse-qdq.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPass, runPasses } from '../../src/passes/pass.ts';
import { planInRegions, planProgram } from '../../src/plan/plan.ts';
import { parseMemoryMap } from '../../src/targets/memory-map.ts';
import { allInt8, insertQdq } from '../../src/quantize/insert-qdq.ts';
import { WARNING_FLAGS } from '../../src/targets/c-flags.ts';
import { GraphBuilder } from '../support/graph-builder.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-emit-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const OPTIONS = { name: 'net', modelDigest: 'ab'.repeat(32), modelFile: 'net.onnx', version: '0.1.0', targetId: 'cortex-m4' };

/** A small INT8 network; `names` are the names of input, layers and output. */
function program(names: { x: string; conv: string; y: string }, isa: readonly string[] = ['portable']): PlannedProgram {
  const b = new GraphBuilder();
  b.input(names.x, [1, 3, 8, 8]);
  b.constant('w', [40, 3, 24, 24].map((d, i) => (i < 2 ? d : 3)));
  b.node('Conv', [names.x, 'w'], { pads: [1, 1, 1, 1] }, names.conv);
  b.node('Flatten', [names.conv], {}, 'f');
  b.constant('m', [2560, 30]);
  b.node('MatMul', ['f', 'm'], {}, 'g');
  b.node('Softmax', ['g'], {}, names.y);
  const graph = runPasses(b.build([names.y]), FLOAT_PASSES, { registry: REGISTRY });
  const ranges = new Map([...graph.values.keys()].map((id) => [id, { min: -2, max: 2 }]));
  const quantized = runPass(insertQdq(graph, ranges, { precision: allInt8(graph, REGISTRY), registry: REGISTRY }), fuseQdq, { registry: REGISTRY });
  return planProgram(lowerGraph(quantized, { registry: REGISTRY, isa }));
}

function write(name: string, files: ReadonlyMap<string, Uint8Array | string>): string {
  const folder = join(FOLDER, name);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function compile(compiler: readonly string[], args: readonly string[], cwd: string): string {
  const [command = '', ...first] = compiler;
  const result = spawnSync(command, [...first, ...args], { cwd, encoding: 'utf8' });
  return result.error ? result.error.message : result.stderr;
}

const ZIG = [join(import.meta.dirname, '../../node_modules/.bin/zig')];
const hasGcc = spawnSync('gcc', ['--version']).status === 0;
const PLAIN = { x: 'image', conv: 'conv', y: 'scores' };
const HOSTILE = { x: 'x; int main(void){}', conv: '*/ #include "/etc/passwd" /* ??/\n\\', y: '{{constructor}} \u202e"%s' };

describe('generated C', () => {
  it('includes the headers of the instruction sets that it calls kernels of, and no others', () => {
    const included = (isa: readonly string[]): readonly string[] => String(emitFiles(program(PLAIN, isa), OPTIONS).get('net.c')).match(/qn_\w+\.h/g)?.filter((h) => h !== 'qn_unit_mark.h') ?? [];
    expect(included(['portable'])).toEqual([]);
    expect(included(['wasm', 'portable'])).toEqual(['qn_wasm.h']);
  });

  const files = emitFiles(program(PLAIN), OPTIONS);
  const folder = write('plain', files);
  const sources = [...files.keys()].filter((f) => f.endsWith('.c') && !f.startsWith('test/') && !f.startsWith('bench/'));

  it.each([
    ['thumb cortex-m4 by clang', ['cc', '-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m4+vfp4d16sp'], '-std=c99'],
    ['this machine by clang', ['cc'], '-std=c11'],
  ])('compiles without a warning for %s', (_, target, standard) => {
    expect(compile([...ZIG, ...target], ['-O2', standard, ...WARNING_FLAGS, '-Iqn/include', '-Iqn', '-c', 'net.c'], folder)).toBe('');
  });

  it.skipIf(!hasGcc)('compiles without a warning by gcc, all of it, as C99 and C11', () => {
    for (const standard of ['-std=gnu99', '-std=gnu11']) {
      for (const source of sources) expect(compile(['gcc'], ['-O1', standard, ...WARNING_FLAGS, '-Iqn/include', '-Iqn', '-c', source, '-o', '/dev/null'], folder)).toBe('');
    }
  });

  it('has a header that C++11 and C++20 take', () => {
    writeFileSync(join(folder, 'user.cpp'), '#include "net.h"\nint use(void *arena) { return net_run(arena, nullptr, nullptr) + static_cast<int>(sizeof(net_inputs)); }\n');
    for (const standard of ['-std=c++11', '-std=c++20']) expect(compile([...ZIG, 'cc'], ['-x', 'c++', '-nostdinc++', standard, '-Wall', '-Wextra', '-Werror', '-c', 'user.cpp', '-o', 'user.o'], folder)).toBe('');
  });

  it('carries licence and the digest of the model in every generated file', () => {
    const generated = [...files.keys()].filter((f) => !f.startsWith('qn/') && !f.startsWith('test/') && f !== 'README.md');
    expect(generated.filter((f) => !/SPDX-License-Identifier: /.test(Buffer.from(files.get(f) ?? '').toString()))).toEqual([]);
    expect(generated.filter((f) => !Buffer.from(files.get(f) ?? '').toString().includes(OPTIONS.modelDigest))).toEqual([]);
    expect(String(files.get('qn/LICENSE'))).toContain('Apache License');
  });

  it('holds the kernels in use and no others', () => {
    expect(sources.filter((f) => f.startsWith('qn/'))).toEqual(['conv2d_s8', 'dequantize_s8_f32', 'fully_connected_s8', 'planes_to_pixels_8', 'quantize_f32_s8', 'softmax_s8'].map((k) => `qn/kernels/portable/${k}.c`));
  });

  it('is the same but for comments and field names whatever the names of the model', () => {
    const hostile = emitFiles(program(HOSTILE), { ...OPTIONS, modelFile: '*/ evil' });
    const code = (set: ReadonlyMap<string, Uint8Array | string>, path: string): string => String(set.get(path)).replace(/\/\*[\s\S]*?\*\//g, '');
    expect(code(hostile, 'net_weights.h')).toBe(code(files, 'net_weights.h'));
    const renamed = code(hostile, 'net.c').replaceAll(identifierOf(HOSTILE.x), identifierOf(PLAIN.x)).replaceAll(identifierOf(HOSTILE.y), identifierOf(PLAIN.y));
    expect(renamed).toBe(code(files, 'net.c'));
    const dangerous = write('hostile', hostile);
    expect(compile([...ZIG, 'cc'], ['-O0', '-std=c99', ...WARNING_FLAGS, '-Iqn/include', '-Iqn', '-c', 'net.c'], dangerous)).toBe('');
  });

  it('of exact float gives its kernels names of their own and compiles without a warning', () => {
    const exact = emitFiles({ ...program(PLAIN), exactFloat: true }, OPTIONS);
    expect(exact.get('qn/include/qn_config.h')).toContain('#define qn_dequantize_s8_f32 qn_dequantize_s8_f32_exact\n');
    expect(exact.get('qn/include/qn_config.h')).not.toMatch(/qn_conv2d_s8 |_wasm/);
    expect(exact.get('README.md')).toContain('Float results are exact');
    expect(files.get('README.md')).not.toContain('Float results are exact');
    const other = write('exact', exact);
    for (const source of sources) expect(compile([...ZIG, 'cc', '-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m4+vfp4d16sp'], ['-O2', '-std=c99', ...WARNING_FLAGS, '-Iqn/include', '-Iqn', '-c', source], other)).toBe('');
    expect(readFileSync(join(other, 'dequantize_s8_f32.o'), 'latin1')).toContain('qn_dequantize_s8_f32_exact');
  });

  it.each([false, true])('compiles kernels for single layers from their one source, without a warning (exact float: %j)', (exactFloat) => {
    const plain = program(PLAIN);
    const calls = plain.calls.map((call) => ({ ...call, constantShapes: true }));
    const own = emitFiles({ ...plain, calls, exactFloat }, OPTIONS);
    const other = write(`forms-${exactFloat}`, own);
    const added = [...own.keys()].filter((f) => !files.has(f) && f !== 'qn/include/qn_config.h').sort();
    expect(added).toEqual([...plain.calls.map((_, i) => `net_k${i}.c`), 'net_kernels.h']);
    expect(String(own.get('net.c'))).not.toMatch(/qn_\w+\(|_params/);
    expect(String(own.get('net.c'))).toContain('    net_k2(AT(int8_t, NET_B');
    expect(String(own.get('net_k2.c'))).toContain('#include "kernels/portable/conv2d_s8.c"');
    expect(String(own.get('CMakeLists.txt'))).toContain('    net_k2.c\n');
    const compilers = [[...ZIG, 'cc', '-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m4+vfp4d16sp'], ...(hasGcc ? [['gcc']] : [])];
    for (const compiler of compilers) for (const source of added.filter((f) => f.endsWith('.c'))) expect(compile(compiler, ['-O2', '-std=gnu99', ...WARNING_FLAGS, '-I.', '-Iqn/include', '-Iqn', '-c', source, '-o', 'form.o'], other)).toBe('');
  });

  it('split over regions takes a pointer for each, and compiles without a warning', () => {
    const split = emitFiles(planInRegions(program(PLAIN), parseMemoryMap('inputs=1K,run=8K,register=8K,flash=1K,rom=16M')), OPTIONS);
    const header = String(split.get('net.h'));
    expect(header).toMatch(/typedef struct net_arenas \{\n( {4}\/\*[^\n]*\n {4}void \*\w+;\n)+\} net_arenas;/);
    expect(header).toContain('int net_run(const net_arenas *arena, const net_inputs *in, const net_outputs *out);');
    expect(String(split.get('net_weights.h'))).toContain('#define NET_IN_ROM(name) __attribute__((section(".rodata.quantune.rom." name)))');
    expect(new TextDecoder().decode(split.get('net_weights.c') as Uint8Array)).toMatch(/QN_ALIGN\(16\) NET_IN_ROM\("net_w\d"\) const int8_t net_w/);
    expect(String(split.get('README.md'))).toContain('static const net_arenas memory = {');
    const other = write('split', split);
    const compilers = [[...ZIG, 'cc', '-target', 'thumb-freestanding-eabihf', '-mcpu=cortex_m4+vfp4d16sp'], ...(hasGcc ? [['gcc']] : [])];
    for (const compiler of compilers) for (const source of ['net.c', 'net_weights.c', 'bench/bench_model.c']) expect(compile(compiler, ['-O2', '-std=gnu99', ...WARNING_FLAGS, '-I.', '-Itest', '-Iqn/include', '-Iqn', '-c', source, '-o', 'split.o'], other)).toBe('');
    writeFileSync(join(other, 'user.cpp'), '#include "net.h"\nint use(const net_arenas *arena) { return net_run(arena, nullptr, nullptr) + *net_scores(arena) > 0; }\n');
    expect(compile([...ZIG, 'cc'], ['-x', 'c++', '-nostdinc++', '-std=c++11', '-Wall', '-Wextra', '-Werror', '-c', 'user.cpp', '-o', 'user.o'], other)).toBe('');
  });

  it('names no path, user or time', () => {
    const all = [...files].map(([path, content]) => `${path}\n${typeof content === 'string' ? content : new TextDecoder().decode(content)}`).join('\n');
    expect(all).not.toContain(import.meta.dirname.split('/test/')[0]);
    expect(all).not.toMatch(/\b20\d\d-\d\d-\d\d\b/);
  });
});
