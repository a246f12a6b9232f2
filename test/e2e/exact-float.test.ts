// Exact float: a float network whose values are partly subnormal, and a mixed one, give the executor's bytes on cores with fused multiply-add and
// with vector units that flush subnormals, and with a user's compiler and flags. Without the option they do not: the test can fail.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { emitFiles } from '../../src/emit/emit-files.ts';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import type { Graph } from '../../src/ir/graph.ts';
import { measureFirmware } from '../../src/measure.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { allInt8 } from '../../src/quantize/insert-qdq.ts';
import { EXECUTOR_ISA, integerStage, programFor } from '../../src/stages.ts';
import { loadTarget } from '../../src/targets/load.ts';
import type { Target } from '../../src/targets/target.ts';
import { findQemu } from '../../src/toolchain/tools.ts';
import { FUSING, hasCommand } from '../kernels/kernel-build.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-exact-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const SHAPE = [1, 8, 6, 6];
const COUNT = 8 * 36;

function fused(b: GraphBuilder, outputs: readonly string[]): Graph {
  return runPasses(b.build(outputs), FLOAT_PASSES, { registry: REGISTRY });
}

/** Every float kernel, on ordinary values and on `tiny` ones around the smallest normal number, 1.2e-38. */
function floatNetwork(): Graph {
  const b = new GraphBuilder();
  const [x, tiny] = [b.input('x', SHAPE), b.input('tiny', SHAPE)];
  b.constant('w', [5, 8, 3, 3]);
  b.constant('d', [8, 1, 3, 3]);
  b.constant('m', [COUNT, 9]);
  const results = [x, tiny].flatMap((value) => [
    b.node('Conv', [value, 'w'], { pads: [1, 1, 1, 1] }),
    b.node('Conv', [value, 'd'], { pads: [1, 1, 1, 1], group: 8 }),
    b.node('MatMul', [b.node('Flatten', [value]), 'm']),
    b.node('AveragePool', [value], { kernel_shape: [2, 2] }),
    b.node('MaxPool', [value], { kernel_shape: [2, 2] }),
    b.node('Add', [value, tiny]),
    b.node('Sub', [tiny, value]),
    b.node('Mul', [value, tiny]),
    b.node('Div', [value, x]),
    b.node('Relu', [value]),
    b.node('Sigmoid', [value]),
    b.node('Tanh', [value]),
    b.node('Softmax', [b.node('Flatten', [value])], { axis: 1 }),
  ]);
  return fused(b, results);
}

/** Units of both precisions by turns, so that every conversion in an epilogue occurs. */
function mixedNetwork(): Graph {
  const b = new GraphBuilder();
  b.input('x', SHAPE);
  let value = 'x';
  for (const i of [0, 1, 2, 3]) {
    b.constant(`w${i}`, [8, 8, 3, 3], randomFloats(576, 20 + i).map((w) => w / 4));
    b.constant(`d${i}`, [8, 1, 3, 3], randomFloats(72, 30 + i).map((w) => w / 2));
    const conv = b.node('Relu', [b.node('Conv', [value, `w${i}`], { pads: [1, 1, 1, 1] })]);
    value = b.node('Add', [b.node('Conv', [conv, `d${i}`], { pads: [1, 1, 1, 1], group: 8 }), conv]);
  }
  b.constant('m', [COUNT, 9], randomFloats(COUNT * 9, 40).map((w) => w / 8));
  b.constant('n', [9, 7]);
  b.constant('o', [7, 40]);
  const scores = b.node('MatMul', [b.node('MatMul', [b.node('MatMul', [b.node('Flatten', [value]), 'm']), 'n']), 'o']);
  const graph = fused(b, [value, scores]);
  const precision = new Map([...allInt8(graph, REGISTRY).keys()].map((id, i) => [id, i % 2 === 0 ? 'int8' as const : 'float' as const]));
  return integerStage(graph, new Map([...graph.values.keys()].map((id) => [id, { min: -3, max: 3 }])), { ioType: 'float', precision });
}

interface Network {
  readonly graph: Graph;
  readonly inputs: readonly Float32Array[];
}

const FLOAT: Network = { graph: floatNetwork(), inputs: [randomFloats(COUNT, 50), randomFloats(COUNT, 51).map((v) => v * 4e-38)] };
const MIXED: Network = { graph: mixedNetwork(), inputs: [randomFloats(COUNT, 52).map((v) => 2 * v)] };

function bytesOf(parts: readonly ArrayBufferView[]): Uint8Array {
  return Buffer.concat(parts.map((p) => Buffer.from(p.buffer, p.byteOffset, p.byteLength)));
}

function goldenOf({ graph, inputs }: Network): { inputs: Uint8Array; outputs: Uint8Array } {
  const outputs = Executor.create(programFor(graph, EXECUTOR_ISA, '', true), loadRuntime()).run(inputs);
  return { inputs: bytesOf(inputs), outputs: bytesOf(outputs) };
}

function folderOf({ graph }: Network, target: Target, exactFloat: boolean): string {
  const folder = mkdtempSync(join(FOLDER, 'net-'));
  rmSync(folder, { recursive: true });
  const program = programFor(graph, target.isa, '', exactFloat);
  writeFolder(folder, new Map([...emitFiles(program, { name: 'net', modelDigest: 'ab'.repeat(32), modelFile: 'net.onnx', version: '0', targetId: target.id }), ['report.json', '{"generator":"quantune"}']]));
  return folder;
}

async function bytesDifferent(network: Network, id: string, exactFloat: boolean): Promise<number> {
  const target = loadTarget(id);
  const { inputs, outputs } = goldenOf(network);
  const folder = folderOf(network, target, exactFloat);
  return (await measureFirmware({ folder, target, outDir: join(folder, 'build'), inputs, expected: outputs })).bytesDifferent;
}

function hasEmulator(id: string): boolean {
  try {
    return loadTarget(id).boards.every(({ qemu }) => qemu.mode === 'native' || findQemu(qemu.binary) !== '');
  } catch {
    return false;
  }
}

/** A soft float core, fused multiply-add, MVE and NEON that flush, NEON that does not. */
const TARGETS = ['host', 'cortex-m0', 'cortex-m4', 'cortex-m55', 'cortex-a7', 'cortex-a53'];

it('the networks hold every float kernel and every conversion in an epilogue', () => {
  const kernels = [FLOAT, MIXED].flatMap(({ graph }) => programFor(graph, ['portable'], '').calls.map((c) => c.kernel));
  expect([...new Set(kernels.filter((k) => /f32|mixed/.test(k)))].sort()).toEqual([
    'add_f32', 'add_mixed', 'avg_pool_f32', 'clamp_f32', 'conv2d_f32', 'conv2d_f32_s8', 'conv2d_s8_f32', 'depthwise_conv2d_f32', 'depthwise_conv2d_f32_s8',
    'depthwise_conv2d_s8_f32', 'dequantize_s8_f32', 'div_f32', 'fully_connected_f32', 'fully_connected_f32_s8', 'fully_connected_s8_f32', 'max_pool_f32', 'mul_f32', 'quantize_f32_s8',
    'sigmoid_f32', 'softmax_f32', 'sub_f32', 'tanh_f32',
  ]);
});

describe.each(TARGETS)('%s', (id) => {
  const present = hasEmulator(id);

  it.skipIf(!present)(`gives the executor's bytes${present ? '' : ' (skipped: its QEMU is not installed)'}`, async () => {
    expect(await bytesDifferent(FLOAT, id, true)).toBe(0);
    expect(await bytesDifferent(MIXED, id, true)).toBe(0);
  }, 240_000);

  if (present && !['host', 'cortex-m0'].includes(id)) it('would not without the option', async () => {
    expect(await bytesDifferent(FLOAT, id, false)).toBeGreaterThan(0);
    expect(await bytesDifferent(MIXED, id, false)).toBeGreaterThan(0);
  }, 240_000);
});

describe('compiled by hand, with flags that allow fusing', () => {
  const possible = FUSING !== null && hasCommand('gcc');

  function outputsOf(network: Network, exactFloat: boolean): Uint8Array {
    const folder = folderOf(network, loadTarget('host'), exactFloat);
    const sources = [...execFileSync('find', ['.', '-name', '*.c'], { cwd: folder, encoding: 'utf8' }).trim().split('\n')];
    execFileSync('gcc', ['-O3', ...(FUSING ?? []), '-I.', '-Iqn/include', '-Iqn', '-Itest', ...sources, '-o', 'bench.exe'], { cwd: folder });
    writeFileSync(join(folder, 'inputs.bin'), goldenOf(network).inputs);
    execFileSync(join(folder, 'bench.exe'), { cwd: folder });
    return new Uint8Array(readFileSync(join(folder, 'outputs.bin')));
  }

  it.skipIf(!possible).each([['float', FLOAT], ['mixed', MIXED]])(`a %s network gives the executor's bytes${possible ? '' : ' (skipped: no gcc, or no fused multiply-add)'}`, (_, network) => {
    const { outputs } = goldenOf(network);
    expect(Buffer.compare(outputsOf(network, true), outputs)).toBe(0);
    expect(Buffer.compare(outputsOf(network, false), outputs)).not.toBe(0);
  }, 120_000);
});
