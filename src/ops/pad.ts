// Pad: https://onnx.ai/onnx/operators/onnx__Pad.html, all modes; negative pads remove. Attributes up to opset 10, constant inputs from 11, axes from 18.
// Constants are fills of what is added, around an input that its producer writes there, where that is a run of the output; a fill and a strided copy
// otherwise. The other modes read the input at reflected, repeated or wrapped coordinates. Padding in front of a convolution or a pooling is folded into it
// by the pass fold-pad.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { type Tensor, elementCount, makeTensor, stridesOf } from '../ir/tensor.ts';
import { selected } from '../numeric/moments.ts';
import { type LowerContext, type LowerValue, type ParseContext, type QuantContext, defineOp } from './op-def.ts';
import { constantInput, floatAttr, intsAttr, intsAttrOrInput, normaliseAxis, requiredInput, stringAttr } from './shared/attributes.ts';
import { fromNumbers } from './shared/elementwise.ts';
import { type IndexList, lowerIndexMap, mapReference } from './shared/index-map.ts';
import { SHARED_QUANT, moveElements } from './shared/movement.ts';
import { perTensor } from './shared/requant.ts';
import { runStart } from './shared/runs.ts';

type PadMode = 'constant' | 'reflect' | 'edge' | 'wrap';

const MODES: readonly PadMode[] = ['constant', 'reflect', 'edge', 'wrap'];

export type PadAttrs = {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly mode: PadMode;
  readonly value: number;
};

function parsePad(ctx: ParseContext): PadAttrs {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const named = stringAttr(ctx, 'mode', 'constant', MODES);
  const mode = MODES.find((m) => m === named) ?? 'constant';
  const pads = intsAttrOrInput(ctx, 'pads', 1) ?? intsAttr(ctx, 'paddings') ?? ctx.reject('pads are missing');
  const value = ctx.opset < 11 ? floatAttr(ctx, 'value', 0) : (constantInput(ctx, 'constant_value', 2)?.[0] ?? 0);
  const axes = (constantInput(ctx, 'axes', 3) ?? shape.map((_, i) => i)).map((a) => normaliseAxis(a, shape.length, reject));
  if (pads.length !== 2 * axes.length) reject(`pads has ${pads.length} entries for ${axes.length} axes`);
  if (pads.some((p) => Math.abs(p) > 1 << 20)) reject(`pads [${pads.join(',')}] are too large`);
  const before = shape.map(() => 0);
  const after = shape.map(() => 0);
  axes.forEach((axis, i) => {
    before[axis] = pads[i] ?? 0;
    after[axis] = pads[i + axes.length] ?? 0;
  });
  const gone = shape.findIndex((d, i) => d + (before[i] ?? 0) + (after[i] ?? 0) < 0);
  return gone < 0 ? { before, after, mode, value } : reject(`pads [${pads.join(',')}] remove more than dimension ${gone} of [${shape.join(',')}] has`);
}

/** Input coordinate of output position `at - before`. */
function source(position: number, size: number, mode: PadMode): number {
  const modulo = (v: number, n: number): number => ((v % n) + n) % n;
  if (mode === 'edge' || size === 1) return Math.max(0, Math.min(size - 1, position));
  if (mode === 'wrap') return modulo(position, size);
  const folded = modulo(position, 2 * (size - 1));
  return folded < size ? folded : 2 * (size - 1) - folded;
}

function lists(attrs: PadAttrs, from: readonly number[], to: readonly number[]): IndexList[] {
  return from.map((size, d) => {
    const before = attrs.before[d] ?? 0;
    return before === 0 && to[d] === size ? null : Array.from({ length: to[d] ?? 0 }, (_, i) => source(i - before, size, attrs.mode));
  });
}

/** What remains of the input: where it begins there and in the output, and its shape. */
function kept(attrs: PadAttrs, x: readonly number[]): { shape: number[]; from: number; to: readonly number[] } {
  const cut = (pads: readonly number[], d: number): number => Math.max(0, -(pads[d] ?? 0));
  const strides = stridesOf(x);
  return {
    shape: x.map((size, d) => Math.max(0, size - cut(attrs.before, d) - cut(attrs.after, d))),
    from: strides.reduce((sum, s, d) => sum + s * cut(attrs.before, d), 0),
    to: attrs.before.map((p) => Math.max(0, p)),
  };
}

function runInOutput({ attrs, inputs: [x], outputs: [y] }: QuantContext<PadAttrs>): number | null {
  const grows = attrs.mode === 'constant' && attrs.before.every((p) => p >= 0) && attrs.after.every((p) => p >= 0);
  return x && y && grows ? runStart(y.shape, attrs.before, x.shape) : null;
}

/** Fills `part`, the output or a part of it, with what is padded: 4-byte floats, or a pattern of bytes. */
function fill(ctx: LowerContext<PadAttrs>, y: LowerValue, part: LowerValue): void {
  const count = elementCount(part.shape);
  if (y.dtype === 'f32') return ctx.call('fill_32', { count, period: 1 }, { pattern: { constant: Float32Array.of(ctx.attrs.value), dtype: 'f32', role: 'table' }, y: { value: part.handle } });
  const { data } = fromNumbers({ dtype: y.dtype, shape: [1] }, [ctx.attrs.value]);
  const stored = y.quant ? Int8Array.of(Math.max(-128, Math.min(127, Math.round(ctx.attrs.value / perTensor(y).scale) + perTensor(y).zeroPoint))) : data;
  const bytes = new Uint8Array(stored.buffer.slice(0));
  const pattern = bytes.every((byte) => byte === bytes[0]) ? bytes.slice(0, 1) : bytes;
  ctx.call('fill_8', { count: count * bytesOf(y.dtype), period: pattern.length }, { pattern: { constant: pattern, dtype: 'u8', role: 'table' }, y: { value: part.handle } });
}

/** The input is a run of the output that begins at element `run`: what is before and behind it is filled. */
function padRun(ctx: LowerContext<PadAttrs>, { x, y, run }: { x: LowerValue; y: LowerValue; run: number }): void {
  const end = run + elementCount(x.shape);
  const rest = elementCount(y.shape) - end;
  if (run > 0) fill(ctx, y, ctx.part(y, 0, [run]));
  if (rest > 0) fill(ctx, y, ctx.part(y, end, [rest]));
  if (ctx.inPlace(0)) return;
  const strides = stridesOf(x.shape);
  moveElements(ctx, y.dtype, { shape: x.shape, from: strides, to: strides }, { x, y: ctx.part(y, run, x.shape) });
}

function lowerPad(ctx: LowerContext<PadAttrs>): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'Pad needs an input');
  if (ctx.attrs.mode !== 'constant') return lowerIndexMap(ctx, { x, y }, lists(ctx.attrs, x.shape, y.shape));
  const run = runInOutput(ctx);
  if (run !== null) return padRun(ctx, { x, y, run });
  const box = kept(ctx.attrs, x.shape);
  if (elementCount(box.shape) < elementCount(y.shape)) fill(ctx, y, y);
  if (elementCount(box.shape) === 0) return;
  const strides = stridesOf(y.shape);
  const offset = strides.reduce((sum, s, d) => sum + s * (box.to[d] ?? 0), 0);
  moveElements(ctx, y.dtype, { shape: box.shape, from: stridesOf(x.shape), to: strides }, { x: { handle: x.handle, offset: box.from }, y: { handle: y.handle, offset } });
}

function constantReference(attrs: PadAttrs, x: Tensor, shape: readonly number[]): Tensor {
  const data = makeData(x.dtype, elementCount(shape));
  data.fill((typeof data[0] === 'bigint' ? BigInt(attrs.value) : attrs.value) as never);
  const own = stridesOf(x.shape);
  const to = stridesOf(shape);
  for (let i = 0; i < x.data.length; i++) {
    const at = own.map((stride, d) => (Math.floor(i / stride) % (x.shape[d] ?? 1)) + (attrs.before[d] ?? 0));
    if (at.every((v, d) => v >= 0 && v < (shape[d] ?? 0))) data[at.reduce((sum, v, d) => sum + v * (to[d] ?? 0), 0)] = x.data[i] ?? 0;
  }
  return makeTensor(x.dtype, shape, data);
}

export default defineOp<PadAttrs>({
  op: 'Pad',
  since: [1, 2, 11, 13, 18, 19, 21, 23, 24, 25],
  arity: [1, 4],
  dataInputs: 1,
  parse: parsePad,
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: x.shape.map((d, i) => d + (ctx.attrs.before[i] ?? 0) + (ctx.attrs.after[i] ?? 0)) }];
  },
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'Pad needs an input');
    return [attrs.mode === 'constant' ? constantReference(attrs, x, y.shape) : mapReference(x, y.shape, lists(attrs, x.shape, y.shape))];
  },
  quant: { ...SHARED_QUANT, supports: ({ attrs }) => attrs.mode !== 'constant' || attrs.value === 0 },
  moments({ attrs, inputs }, [x]) {
    const last = (inputs[0]?.shape.length ?? 0) - 1;
    const [before, after] = [attrs.before[last] ?? 0, attrs.after[last] ?? 0];
    if (!x || before < 0 || after < 0 || (attrs.mode !== 'constant' && before + after > 0)) return null;
    return selected(x, [...new Array<null>(before).fill(null), ...x.mean.keys(), ...new Array<null>(after).fill(null)], attrs.value);
  },
  permute: (attrs, perm) => ({ ...attrs, before: perm.map((p) => attrs.before[p] ?? 0), after: perm.map((p) => attrs.after[p] ?? 0) }),
  runsInOutput: (ctx) => [runInOutput(ctx)],
  lower: lowerPad,
});
