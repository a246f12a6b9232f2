// Pad: https://onnx.ai/onnx/operators/onnx__Pad.html, mode constant, pads not negative. Attributes up to opset 10, constant inputs from 11, axes from 18.
// Lowered to fills of what is added, around an input that its producer writes there, where that is a run of the output; to a fill and a strided copy
// otherwise. Padding in front of a convolution or a pooling is folded into it by the pass fold-pad.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, stridesOf } from '../ir/tensor.ts';
import { selected } from '../numeric/moments.ts';
import { type LowerContext, type LowerValue, type ParseContext, type QuantContext, defineOp } from './op-def.ts';
import { constantInput, floatAttr, intsAttr, intsAttrOrInput, normaliseAxis, requiredInput, stringAttr } from './shared/attributes.ts';
import { perTensor } from './shared/requant.ts';
import { runStart } from './shared/runs.ts';
import { copyKernel, copyParams } from './shared/strided-copy.ts';

export type PadAttrs = {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly value: number;
};

function parsePad(ctx: ParseContext): PadAttrs {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  stringAttr(ctx, 'mode', 'constant', ['constant']);
  const pads = intsAttrOrInput(ctx, 'pads', 1) ?? intsAttr(ctx, 'paddings') ?? ctx.reject('pads are missing');
  const value = ctx.opset < 11 ? floatAttr(ctx, 'value', 0) : (constantInput(ctx, 'constant_value', 2)?.[0] ?? 0);
  const axes = (constantInput(ctx, 'axes', 3) ?? shape.map((_, i) => i)).map((a) => normaliseAxis(a, shape.length, reject));
  if (pads.length !== 2 * axes.length) reject(`pads has ${pads.length} entries for ${axes.length} axes`);
  if (pads.some((p) => p < 0 || p > 1 << 20)) reject(`pads [${pads.join(',')}] must not be negative`);
  const before = shape.map(() => 0);
  const after = shape.map(() => 0);
  axes.forEach((axis, i) => {
    before[axis] = pads[i] ?? 0;
    after[axis] = pads[i + axes.length] ?? 0;
  });
  return { before, after, value };
}

function runInOutput({ attrs, inputs: [x], outputs: [y] }: QuantContext<PadAttrs>): number | null {
  return x && y ? runStart(y.shape, attrs.before, x.shape) : null;
}

/** Fills `part`, the output or a part of it, with what is padded. */
function fill(ctx: LowerContext<PadAttrs>, y: LowerValue, part: LowerValue): void {
  const count = elementCount(part.shape);
  if (y.dtype === 'i8') {
    const quant = perTensor(y);
    const value = Math.max(-128, Math.min(127, Math.round(ctx.attrs.value / quant.scale) + quant.zeroPoint));
    ctx.call('fill_8', { count, period: 1 }, { pattern: { constant: Uint8Array.of(value & 255), dtype: 'u8', role: 'table' }, y: { value: part.handle } });
  } else {
    ctx.call('fill_32', { count, period: 1 }, { pattern: { constant: Float32Array.of(ctx.attrs.value), dtype: 'f32', role: 'table' }, y: { value: part.handle } });
  }
}

/** The input is a run of the output that begins at element `run`: what is before and behind it is filled. */
function padRun(ctx: LowerContext<PadAttrs>, { x, y, run }: { x: LowerValue; y: LowerValue; run: number }): void {
  const end = run + elementCount(x.shape);
  const rest = elementCount(y.shape) - end;
  if (run > 0) fill(ctx, y, ctx.part(y, 0, [run]));
  if (rest > 0) fill(ctx, y, ctx.part(y, end, [rest]));
  if (ctx.inPlace(0)) return;
  const strides = stridesOf(x.shape);
  ctx.call(copyKernel(y.dtype), copyParams({ shape: x.shape, from: strides, to: strides }, ctx.reject), { x: { value: x.handle }, y: { value: ctx.part(y, run, x.shape).handle } });
}

function lowerPad(ctx: LowerContext<PadAttrs>): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'Pad needs an input');
  const run = runInOutput(ctx);
  if (run !== null) return padRun(ctx, { x, y, run });
  const strides = stridesOf(y.shape);
  fill(ctx, y, y);
  const byteOffset = bytesOf(y.dtype) * strides.reduce((sum, stride, d) => sum + stride * (ctx.attrs.before[d] ?? 0), 0);
  ctx.call(copyKernel(y.dtype), copyParams({ shape: x.shape, from: stridesOf(x.shape), to: strides }, ctx.reject), { x: { value: x.handle }, y: { value: y.handle, byteOffset } });
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
  reference({ attrs, inputs, outputs }) {
    const [x] = inputs;
    const [y] = outputs;
    invariant(!!x && !!y, 'Pad needs an input');
    const data = makeData(y.dtype, elementCount(y.shape));
    data.fill((typeof data[0] === 'bigint' ? BigInt(attrs.value) : attrs.value) as never);
    const own = stridesOf(x.shape);
    const to = stridesOf(y.shape);
    for (let i = 0; i < x.data.length; i++) {
      const place = own.reduce((sum, stride, d) => sum + ((Math.floor(i / stride) % (x.shape[d] ?? 1)) + (attrs.before[d] ?? 0)) * (to[d] ?? 0), 0);
      data[place] = x.data[i] ?? 0;
    }
    return [makeTensor(y.dtype, y.shape, data)];
  },
  quant: {
    supports: ({ attrs }) => attrs.value === 0,
    roles: () => ({ inputs: [{ kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  moments({ attrs, inputs }, [x]) {
    const last = (inputs[0]?.shape.length ?? 0) - 1;
    const [before, after] = [attrs.before[last] ?? 0, attrs.after[last] ?? 0];
    return x ? selected(x, [...new Array<null>(before).fill(null), ...x.mean.keys(), ...new Array<null>(after).fill(null)], attrs.value) : null;
  },
  permute: (attrs, perm) => ({ before: perm.map((p) => attrs.before[p] ?? 0), after: perm.map((p) => attrs.after[p] ?? 0), value: attrs.value }),
  runsInOutput: (ctx) => [runInOutput(ctx)],
  lower: lowerPad,
});
