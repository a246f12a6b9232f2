// Scan: https://onnx.ai/onnx/operators/onnx__Scan.html (opset 9 and later), written out step by step: a slice of each scanned input goes in, results are joined along
// their axis. Opset 8 had a batch dimension in place of axes and is written out sequence by sequence.
import { type ExpandContext, defineDialect } from './op-def.ts';
import { normaliseAxis } from './shared/attributes.ts';
import { giveOutputs, sliceAt, stacked, subgraphOf } from './shared/control-flow.ts';

interface Scanned {
  readonly states: readonly string[];
  readonly inputs: readonly string[];
  readonly inputAxes: readonly number[];
  readonly inputBackwards: readonly boolean[];
  readonly outputAxes: readonly number[];
  readonly outputBackwards: readonly boolean[];
}

function list(ctx: ExpandContext, name: string, length: number): number[] {
  const value = Object.hasOwn(ctx.raw, name) ? ctx.raw[name] : undefined;
  if (value === undefined) return new Array<number>(length).fill(0);
  if (!Array.isArray(value) || value.length !== length || value.some((v) => typeof v !== 'number')) return ctx.reject(`attribute '${name}' must be a list of ${length} integers`);
  return value.map(Number);
}

/** Length of the scanned axes, which all inputs share. */
function stepsOf(ctx: ExpandContext, { inputs, inputAxes }: Scanned): number {
  const lengths = inputs.map((id, i) => ctx.typeOf(id).shape[inputAxes[i] ?? 0] ?? 0);
  const [steps = 0] = lengths;
  return lengths.some((l) => l !== steps) ? ctx.reject(`scanned inputs have ${lengths.join(' and ')} steps`) : steps;
}

/** Final states, then joined results. */
function scan(ctx: ExpandContext, scanned: Scanned): string[] {
  const body = subgraphOf(ctx, 'body');
  const steps = stepsOf(ctx, scanned);
  let { states } = scanned;
  const results: string[][] = scanned.outputAxes.map(() => []);
  for (let t = 0; t < steps; t++) {
    const slices = scanned.inputs.map((id, i) => sliceAt(ctx, id, scanned.inputAxes[i] ?? 0, scanned.inputBackwards[i] ? steps - 1 - t : t));
    const given = ctx.inline(body, [...states, ...slices]);
    states = given.slice(0, states.length);
    results.forEach((all, k) => all.push(given[states.length + k] ?? ctx.reject(`its body gives ${given.length} values; ${states.length + results.length} are expected`)));
  }
  const joined = results.map((all, k) => {
    const [first = ''] = all;
    const axis = normaliseAxis(scanned.outputAxes[k] ?? 0, ctx.typeOf(first).shape.length + 1, ctx.reject.bind(ctx));
    return stacked(ctx, scanned.outputBackwards[k] ? all.reverse() : all, axis);
  });
  return [...states, ...joined];
}

/** Opset 8: every value has sequences in dimension 0 and steps in dimension 1. */
function scanBatches(ctx: ExpandContext, ids: readonly string[], count: number): string[] {
  const [lens] = ctx.inputIds;
  if (lens !== null) return ctx.reject('lengths of sequences are not supported', 'use opset 9 or later');
  const batch = ctx.typeOf(ids[0] ?? '').shape[0] ?? 1;
  const states = ids.length - count;
  const outputs = ctx.outputIds.length - states;
  const backwards = list(ctx, 'directions', count).map((d) => d === 1);
  const zeros = new Array<number>(Math.max(count, outputs, 0)).fill(0);
  const runs = Array.from({ length: batch }, (_, b) => {
    const own = ids.map((id) => sliceAt(ctx, id, 0, b));
    return scan(ctx, { states: own.slice(0, states), inputs: own.slice(states), inputAxes: zeros, inputBackwards: backwards, outputAxes: zeros.slice(0, Math.max(0, outputs)), outputBackwards: [] });
  });
  return ctx.outputIds.map((_, i) => stacked(ctx, runs.map((run) => run[i] ?? ''), 0));
}

function expand(ctx: ExpandContext): void {
  const count = Number(ctx.raw['num_scan_inputs'] ?? Number.NaN);
  const isOld = ctx.opset < 9;
  const ids = ctx.inputIds.slice(isOld ? 1 : 0).map((id, i) => id ?? ctx.reject(`input ${i} is missing`));
  if (!(count >= 1 && count <= ids.length)) return ctx.reject(`attribute 'num_scan_inputs' is ${ctx.raw['num_scan_inputs']}; 1 to ${ids.length} are possible`);
  if (isOld) return giveOutputs(ctx, scanBatches(ctx, ids, count));
  const inputs = ids.slice(ids.length - count);
  const outputs = Math.max(0, ctx.outputIds.length - (ids.length - count));
  giveOutputs(ctx, scan(ctx, {
    states: ids.slice(0, ids.length - count), inputs,
    inputAxes: list(ctx, 'scan_input_axes', count).map((axis, i) => normaliseAxis(axis, ctx.typeOf(inputs[i] ?? '').shape.length, ctx.reject.bind(ctx))),
    inputBackwards: list(ctx, 'scan_input_directions', count).map((d) => d === 1),
    outputAxes: list(ctx, 'scan_output_axes', outputs),
    outputBackwards: list(ctx, 'scan_output_directions', outputs).map((d) => d === 1),
  }));
}

export default defineDialect({ op: 'Scan', since: [8, 9, 11, 16, 19, 21, 23, 24, 25], arity: [1, Infinity], expand });
