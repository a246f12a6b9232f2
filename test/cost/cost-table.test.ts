import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { predictedCall, predictedInstructions, readCostTable, tableKey } from '../../src/cost/cost-table.ts';
import { featuresOf } from '../../src/cost/features.ts';
import { loadTarget, targetIds } from '../../src/targets/load.ts';
import { codeOf } from '../support/code-of.ts';

const CONV = {
  batch: 1, in_h: 4, in_w: 4, in_c: 3, out_h: 4, out_w: 4, out_c: 8, kernel_h: 3, kernel_w: 3, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 1, pad_left: 1,
  groups: 1, pad_value: 0, pre_shift: 0, out_zero_point: 0, out_min: -128, out_max: 127,
};

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'quantune-test-'));
  writeFileSync(join(folder, 'costs.json'), text);
  return folder;
}

describe('cost tables', () => {
  it('count what a call does from its params', () => {
    expect(featuresOf('conv2d_s8', CONV)).toEqual({ call: 1, pixels: 16, outputs: 128, macs: 16 * 8 * 27, inputs: 16 * 27, window: 0 });
    expect(featuresOf('conv2d_s8', { ...CONV, kernel_h: 1, kernel_w: 1, pad_top: 0, pad_left: 0 }).inputs).toBe(0);
    expect(featuresOf('fully_connected_s8', { batch: 2, in_c: 10, out_c: 4 })).toMatchObject({ pixels: 2, outputs: 8, macs: 80 });
    expect(featuresOf('avg_pool_s8', { batch: 1, out_h: 2, out_w: 2, channels: 3, kernel_h: 2, kernel_w: 2 })).toMatchObject({ outputs: 12, window: 48, macs: 0 });
    expect(featuresOf('add_f32', { count: 9 })).toMatchObject({ outputs: 9 });
    expect(featuresOf('softmax_f32', { rows: 2, cols: 5 })).toMatchObject({ pixels: 2, outputs: 10 });
    expect(featuresOf('copy_nd_8', { d0: 1, d1: 1, d2: 1, d3: 2, d4: 3, d5: 4 })).toMatchObject({ pixels: 6, outputs: 24 });
  });

  it('are linear in that, and analytic where a kernel is missing', () => {
    const table = readCostTable(folderWith('{"kernels": {"add_f32.portable": {"call": 10, "outputs": 2}}}'));
    const calls = [{ unit: 0, kernel: 'add_f32', isa: 'portable', params: { count: 9 }, operands: [], scratchBytes: 0 }];
    expect(predictedInstructions(table, calls)).toBe(28);
    expect(predictedCall(new Map(), { kernel: 'add_f32', isa: 'portable', params: { count: 9 } })).toBeGreaterThan(28);
  });

  it('lend the row of one variant to another that costs like it', () => {
    const table = readCostTable(folderWith('{"kernels": {"conv2d_s8.dsp": {"macs": 1}}}'));
    expect(predictedCall(table, { kernel: 'conv2d_s8', isa: 'dsp-offset', params: CONV })).toBe(16 * 8 * 27);
  });

  it('have a row for each form of a variant', () => {
    const call = { kernel: 'conv2d_f32', isa: 'neon', params: { ...CONV, in_c: 16, out_c: 16 } };
    expect(tableKey(call)).toBe('conv2d_f32.neon.tiles');
    expect(tableKey({ ...call, params: { ...CONV, in_c: 15 } })).toBe('conv2d_f32.neon.direct');
    expect(tableKey({ ...call, isa: 'portable' })).toBe('conv2d_f32.portable');
  });

  it('take those of the kernel it costs like where a table lacks a kernel', () => {
    const table = readCostTable(folderWith('{"kernels": {"conv2d_s8.portable": {"call": 10, "outputs": 2}}}'));
    expect(predictedCall(table, { kernel: 'conv2d_add_s8', isa: 'portable', params: CONV })).toBe(10 + 2 * 128);
  });

  it('are there for every emulated target, for the kernels of a convolutional network', () => {
    for (const id of targetIds().filter((t) => t !== 'host')) {
      const table = readCostTable(join('targets', id));
      for (const kernel of ['conv2d_s8', 'conv2d_f32', 'depthwise_conv2d_s8', 'fully_connected_s8', 'add_s8', 'conv2d_s8_f32']) expect([id, kernel, [...table.keys()].some((key) => loadTarget(id).isa.some((isa) => key.startsWith(`${kernel}.${isa}`)))]).toEqual([id, kernel, true]);
    }
  });

  it('say what is wrong with them (QT4007)', () => {
    expect(codeOf(() => readCostTable(folderWith('{')))).toBe('QT4007');
    expect(codeOf(() => readCostTable(folderWith('{}')))).toBe('QT4007');
    expect(codeOf(() => readCostTable(folderWith('{"kernels": {"add_f32.portable": {"steps": 1}}}')))).toBe('QT4007');
    expect(codeOf(() => readCostTable(folderWith('{"kernels": {"add_f32.portable": {"call": -1}}}')))).toBe('QT4007');
    const none = mkdtempSync(join(tmpdir(), 'quantune-test-'));
    expect(readCostTable(none).size).toBe(0);
  });
});
