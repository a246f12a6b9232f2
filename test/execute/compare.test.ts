// The sums that the module makes of a compared tensor are those of the definition, in double precision.
import { describe, expect, it } from 'vitest';
import type { NoiseRow } from '../../src/data/metrics/channel-noise.ts';
import { ActivationWriter, withActivationFolder } from '../../src/execute/activation-store.ts';
import { ActivationComparison } from '../../src/execute/compare.ts';
import { loadRuntime } from '../../src/execute/runtime-module.ts';
import { kernelOf } from '../../src/kernels/catalogue.ts';
import type { PlannedProgram } from '../../src/kernels/program.ts';
import { lowerGraph } from '../../src/lower/lower.ts';
import { REGISTRY } from '../../src/ops/registry.ts';
import { FLOAT_PASSES } from '../../src/passes/index.ts';
import { runPasses } from '../../src/passes/pass.ts';
import { planProgram } from '../../src/plan/plan.ts';
import { GraphBuilder, randomFloats } from '../support/graph-builder.ts';

const CHANNELS = 5;
const PLACES = 77;
const FORM = { step: 0.05, zeroPoint: -20 };
const FACTORS = Float64Array.of(1, 2, 0.5, 3, 0.25);

const COPY = kernelOf('copy_nd_8').params.map((field) => field.name);

/** A network that gives what it is given; its output is compared. */
function program(dtype: 'i8' | 'f32'): PlannedProgram {
  const b = new GraphBuilder();
  b.input('x', [PLACES, CHANNELS]);
  b.node('Relu', ['x'], {}, 'y');
  const planned = planProgram(lowerGraph(runPasses(b.build(['y']), FLOAT_PASSES, { registry: REGISTRY }), { registry: REGISTRY, isa: ['portable'] }));
  if (dtype === 'f32') return planned;
  const quant = { scale: [FORM.step], zeroPoint: [FORM.zeroPoint], axis: null };
  const buffers = planned.buffers.map((buffer) => ({ ...buffer, dtype, bytes: PLACES * CHANNELS, quant }));
  return { ...planned, buffers, calls: planned.calls.map((call) => ({ ...call, kernel: 'copy_nd_8', params: { ...Object.fromEntries(COPY.map((field) => [field, field.startsWith('d') ? 1 : 0])), d5: PLACES * CHANNELS, x_s5: 1, y_s5: 1 } })) };
}

async function rowOf(quantized: PlannedProgram, input: Int8Array | Float32Array, reference: Float32Array, scales?: Float64Array): Promise<NoiseRow | undefined> {
  const name = quantized.buffers[quantized.outputs[0]?.buffer ?? 0]?.name ?? '';
  return withActivationFolder((folder) => {
    const writer = new ActivationWriter(folder, 0);
    writer.add(Float32Array.of(9, 9));
    writer.add(reference);
    writer.close();
    const layout = [{ name: 'other', elements: 2 }, { name: 'y', elements: reference.length }];
    const pairs = [{ value: 'none', float: 'other', quantized: 'nothing' }, { value: 'y', float: 'y', quantized: name, ...(scales ? { scales } : {}) }];
    const rows = new ActivationComparison({ quantized, pairs, layout }, loadRuntime()).run(0, [input], folder);
    expect(rows[0]?.channels).toBe(0);
    return Promise.resolve(rows[1]);
  });
}

/** [signal, noise, alike] of each channel. */
function expected(value: (i: number) => number, other: (i: number) => number): number[] {
  const sums = Array.from({ length: CHANNELS }, (_, c) => {
    const places = Array.from({ length: PLACES }, (_p, p) => p * CHANNELS + c);
    const errors = places.map((i) => other(i) - value(i));
    const sum = errors.reduce((a, b) => a + b, 0);
    return [places.reduce((a, i) => a + value(i) ** 2, 0), errors.reduce((a, e) => a + e * e, 0), (sum * sum) / PLACES];
  });
  return [0, 1, 2].flatMap((part) => sums.map((s) => s[part] ?? 0));
}

function expectClose(actual: Float64Array | undefined, wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((w, i) => expect(Math.abs((actual?.[i] ?? Number.NaN) - w), `sum ${i}`).toBeLessThan(1e-4 * Math.abs(w) + 1e-6));
}

describe('comparing activations', () => {
  const reference = randomFloats(PLACES * CHANNELS, 3).map((v, i) => (i % 4 === 0 ? 0 : 6 * v));
  const scaled = (i: number): number => (reference[i] ?? 0) * (FACTORS[i % CHANNELS] ?? 1);

  it('of what is stored in int8: as measured, and what storing alone does, saturation and exact zeros included', async () => {
    const stored = Int8Array.from(randomFloats(PLACES * CHANNELS, 4), (v, i) => Math.max(-128, Math.min(127, Math.round(scaled(i) / FORM.step + 3 * v) + FORM.zeroPoint)));
    const row = await rowOf(program('i8'), stored, reference, FACTORS);
    const real = (i: number): number => FORM.step * ((stored[i] ?? 0) - FORM.zeroPoint);
    const rounded = (i: number): number => FORM.step * Math.max(-128 - FORM.zeroPoint, Math.min(127 - FORM.zeroPoint, Math.round(scaled(i) / FORM.step)));
    expectClose(row?.sums.subarray(0, 3 * CHANNELS), expected(scaled, real));
    expectClose(row?.sums.subarray(3 * CHANNELS, 5 * CHANNELS), expected(scaled, rounded).slice(CHANNELS));
    expect(Math.max(...reference.map((_, i) => Math.abs(scaled(i))))).toBeGreaterThan(FORM.step * (127 - FORM.zeroPoint));
    const active = Array.from({ length: CHANNELS }, (_, c) => reference.filter((v, i) => i % CHANNELS === c && v !== 0).length);
    expect([...(row?.sums.subarray(5 * CHANNELS) ?? [])]).toEqual(active);
    expect(row).toMatchObject({ places: PLACES, channels: CHANNELS });
  });

  it('of what is float: as measured', async () => {
    const input = reference.map((v, i) => Math.abs(v) + 0.01 * (i % 3));
    const positive = reference.map(Math.abs);
    const row = await rowOf(program('f32'), input, positive);
    expectClose(row?.sums, expected((i) => positive[i] ?? 0, (i) => input[i] ?? 0));
  });
});
