// Models whose outputs are the next run's inputs (--state): frame by frame against ONNX Runtime in the executor, in generated C on the host, which keeps
// nothing but its arena, and on a Cortex-M4 under QEMU; in float, and in integers with states that lose nothing between frames.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseStates } from '../../src/commands/model-options.ts';
import { writeFolder } from '../../src/emit/write-folder.ts';
import { Executor } from '../../src/execute/executor.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { generateFirmware } from '../../src/firmware.ts';
import type { TensorData } from '../../src/ir/dtype.ts';
import { elementCount, makeTensor } from '../../src/ir/tensor.ts';
import { measureFirmware } from '../../src/measure.ts';
import { type QuantizedModel, quantizeModel } from '../../src/pipeline.ts';
import { EXECUTOR_ISA, floatStage, importStage, integerStage, programFor } from '../../src/stages.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { codeOf } from '../support/code-of.ts';
import { randomFloats } from '../support/graph-builder.ts';
import { type GraphSpec, modelBytes } from '../support/model-builder.ts';
import { rangesOf } from '../support/op-runner.ts';
import { openOracle } from '../support/onnxruntime.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'quantune-states-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const HIDDEN = 6;
const FRAMES = 5;
const SPEC: GraphSpec = {
  nodes: [
    { op: 'LSTM', inputs: ['x', 'W', 'R', 'B', '', 'h', 'c'], outputs: ['y3', 'h_next', 'c_next'], attrs: { hidden_size: HIDDEN } },
    { op: 'Squeeze', inputs: ['y3', 'axis'], outputs: ['y'] },
  ],
  inputs: [{ name: 'x', shape: [1, 1, 3] }, { name: 'h', shape: [1, 1, HIDDEN] }, { name: 'c', shape: [1, 1, HIDDEN] }],
  outputs: [{ name: 'y' }, { name: 'h_next' }, { name: 'c_next' }],
  constants: {
    W: makeTensor('f32', [1, 4 * HIDDEN, 3], randomFloats(12 * HIDDEN, 1)), R: makeTensor('f32', [1, 4 * HIDDEN, HIDDEN], randomFloats(4 * HIDDEN * HIDDEN, 2)),
    B: makeTensor('f32', [1, 8 * HIDDEN], randomFloats(8 * HIDDEN, 3)), axis: makeTensor('i64', [1], BigInt64Array.of(1n)),
  },
};
const BYTES = modelBytes(SPEC);
const MODEL = { bytes: BYTES, file: 'stream.onnx', states: parseStates(['h=h_next', 'c=c_next']) };
const frames = Array.from({ length: FRAMES }, (_, i) => randomFloats(3, 40 + i));

async function oracleFrames(): Promise<Float32Array[]> {
  const oracle = await openOracle(BYTES);
  let states: TensorData[] = [new Float32Array(HIDDEN), new Float32Array(HIDDEN)];
  const outputs: Float32Array[] = [];
  for (const x of frames) {
    const [y, ...next] = await oracle.run([x, ...states]);
    states = next;
    outputs.push(Float32Array.from(y as Float32Array));
  }
  await oracle.close();
  return outputs;
}

interface Stream {
  /** Of each frame: inputs with the states before it, outputs with those behind it. */
  readonly inputs: readonly (readonly TensorData[])[];
  readonly outputs: readonly (readonly TensorData[])[];
}

/** The executor's slots keep the states: only x is written. */
function streamed(model: QuantizedModel): Stream {
  const program = programFor(model.graph, EXECUTOR_ISA, model.file);
  const executor = Executor.create(program, loadRuntime());
  const inputs: TensorData[][] = [];
  const outputs = frames.map((x) => {
    const given = program.inputs.map((io) => (io.name === 'x' ? x : executor.buffer(io.buffer).slice()));
    inputs.push(given);
    return executor.run(given);
  });
  return { inputs, outputs };
}

const options = { ioType: 'float' as const, threads: 1, report: (): void => undefined };
const float = await quantizeModel(MODEL, { ...options, precision: 'float' });
const graph = floatStage(importStage(MODEL), MODEL.file);
const ranges = rangesOf(graph, new Map(SPEC.inputs.map(({ name, shape = [] }, i) => [name, makeTensor('f32', shape, randomFloats(elementCount(shape), 7 + i))])));
const int8: QuantizedModel = { ...float, precision: 'int8', graph: integerStage(graph, ranges, { ioType: 'float' }) };

function bytesOf(arrays: readonly (readonly TensorData[])[]): Uint8Array {
  return new Uint8Array(Buffer.concat(arrays.flat().map((a) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength))));
}

/** A program that calls init once and run per frame, and writes y. */
function hostFrames(model: QuantizedModel, name: string): Float32Array {
  const folder = join(FOLDER, name);
  writeFolder(folder, generateFirmware(model, { target: loadTarget('host'), name: 'net', exactFloat: true }).files);
  const main = [
    '#include <stdio.h>', '#include <string.h>', '#include "net.h"',
    'static uint8_t arena[NET_ARENA_BYTES] __attribute__((aligned(NET_ARENA_ALIGN)));',
    `static const float frames[${FRAMES}][3] = {${frames.map((f) => `{${Array.from(f, (v) => `${v}f`.replace(/^(-?\d+)f$/, '$1.0f')).join(', ')}}`).join(', ')}};`,
    'int main(void) { int i; memset(arena, 0xa5, sizeof arena); if (net_init(arena) != NET_OK || net_init(NULL) != NET_ERROR_NULL) return 1;',
    `  for (i = 0; i < ${FRAMES}; i++) { memcpy(net_x(arena), frames[i], sizeof frames[i]); if (net_run(arena, NULL, NULL) != NET_OK) return 1; fwrite(net_y(arena), 4, ${HIDDEN}, stdout); }`,
    '  return 0; }',
  ].join('\n');
  writeFileSync(join(folder, 'main.c'), main);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.c') && !f.startsWith('bench') && !f.startsWith('test'));
  execFileSync(join(import.meta.dirname, '../../node_modules/.bin/zig'), ['cc', '-std=c99', '-O1', '-I.', '-Iqn', '-Iqn/include', '-o', 'frames', ...sources], { cwd: folder, stdio: 'pipe' });
  return new Float32Array(Uint8Array.from(execFileSync(join(folder, 'frames'))).buffer);
}

describe.each([['float', float, 1e-6], ['int8', int8, 0.05]] as const)('states in %s', (name, model, tolerance) => {
  it('stay in the arena from frame to frame, as ONNX Runtime has them', async () => {
    const expected = await oracleFrames();
    const { outputs } = streamed(model);
    outputs.forEach(([y], i) => (expected[i] ?? []).forEach((want, j) => expect(Math.abs(want - Number(y?.[j]))).toBeLessThan(tolerance)));
  });

  it('are kept by generated C, which init clears', () => {
    const { outputs } = streamed({ ...model, graph: model.graph });
    expect(hostFrames(model, name)).toEqual(Float32Array.from(outputs.flatMap(([y]) => Array.from(y ?? [], Number))));
  }, 120_000);

  it('are those of the executor on a Cortex-M4', async () => {
    const target = loadTarget('cortex-m4');
    const folder = join(FOLDER, `${name}-m4`);
    writeFolder(folder, generateFirmware(model, { target, name: 'net', exactFloat: true }).files);
    const { inputs, outputs } = streamed(model);
    const measured = await measureFirmware({ folder, target, outDir: join(FOLDER, `${name}-m4-build`), inputs: bytesOf(inputs), expected: bytesOf(outputs) });
    expect([measured.bytesDifferent, measured.bytesCompared]).toEqual([0, FRAMES * 3 * HIDDEN * 4]);
  }, 240_000);
});

describe('states', () => {
  it('share one slot, which lives through the whole run', () => {
    const program = programFor(int8.graph, ['portable'], 'stream.onnx');
    expect(program.states.map((s) => s.name)).toEqual(['h', 'c']);
    expect(program.outputs.slice(1).map((o) => o.buffer)).toEqual(program.inputs.slice(1).map((i) => i.buffer));
    expect(program.units.at(-1)?.op).toBe('State');
    expect(int8.graph.nodes.map((n) => n.op)).toContain('LSTM');
    expect(program.calls.map((c) => c.kernel)).toContain('lstm_s8');
  });

  it.each([
    ['an input that is not there', ['z=h_next']], ['an output that is not there', ['h=z']], ['an output twice', ['h=h_next', 'c=h_next']], ['another shape', ['x=h_next']],
  ])('are refused: %s', (_what, list) => {
    expect(codeOf(() => floatStage(importStage({ ...MODEL, states: parseStates(list) }), 'stream.onnx'))).toBe('QT2009');
  });

  it.each([[['h']], [['=h_next']], [['h=a', 'h=b']]])('are INPUT=OUTPUT on the command line, not %j', (list) => {
    expect(codeOf(() => parseStates(list))).toBe('QT6004');
  });
});
