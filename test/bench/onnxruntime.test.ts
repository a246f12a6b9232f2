// ONNX Runtime as the peer that is counted: what runs under QEMU gives the outputs of the build for this machine, and a count; where it cannot run,
// the stored figure stands and says why.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: plain scripts without types
import { withCountedPeer } from '../../bench/bars/peers.mjs';
// @ts-expect-error: plain scripts without types
import { onnxRuntimeFigures } from '../../bench/onnxruntime/count.mjs';
import { readModel } from '../../src/onnx/read-model.ts';
import { loadTarget } from '../../src/targets/load.ts';
import { randomFloats } from '../support/graph-builder.ts';
import { openOracle } from '../support/onnxruntime.ts';
import { CHECKOUT } from '../support/shared.ts';

const hasLibraries = existsSync('/usr/aarch64-linux-gnu/lib/libstdc++.so.6');
const reason = hasLibraries ? '' : ' (skipped: apt-get install libc6-arm64-cross libstdc++6-arm64-cross)';

describe.skipIf(!hasLibraries)(`ONNX Runtime for Arm64${reason}`, () => {
  it.each(['cortex-a53', 'cortex-a76', 'cortex-a-i8mm'])('computes on %s what it computes here, and is counted', async (id) => {
    const model = readModel(join(CHECKOUT, 'examples', 'kws', 'model.onnx'));
    const oracle = await openOracle(model.bytes);
    const values = randomFloats(oracle.inputs[0]?.shape.reduce((a, b) => a * b, 1) ?? 0, 7);
    const [expected = []] = await oracle.run([values]);
    await oracle.close();
    const { instructions, outputs, version } = await onnxRuntimeFigures(model, loadTarget(id), values);
    expect(outputs).toHaveLength(expected.length);
    outputs.forEach((v: number, i: number) => expect(Math.abs(v - Number(expected[i]))).toBeLessThan(1e-5));
    expect(instructions).toBeGreaterThan(2e6);
    expect(instructions).toBeLessThan(4e6);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

describe('a stored figure', () => {
  const row = { table: 'onnxruntime', row: 'N int8', target: 'cortex-a53', unit: 'M instructions', bar: null, peers: { 'ONNX Runtime': 3 } };

  it('stands where there is nothing to run, and says so', async () => {
    expect(await withCountedPeer(row)).toEqual({ ...row, peerSource: 'stored: no INT8 file' });
  });

  it('of other peers is left alone', async () => {
    const other = { ...row, table: 'networks', peers: { LiteRT: 2 } };
    expect(await withCountedPeer(other)).toEqual(other);
  });
});
