// Col2Im: https://onnx.ai/onnx/operators/onnx__Col2Im.html, any number of dimensions. Columns of blocks are added where the blocks lie in the image, padding
// included; what lies in the padding is cut off. Places are a table in constants.
import { invariant } from '../diagnostics/diagnostic.ts';
import { coordinatesOf, elementCount, makeTensor, stridesOf, toNumbers } from '../ir/tensor.ts';
import { type LowerContext, type ParseContext, defineOp } from './op-def.ts';
import { constantInput, intsAttr, requiredInput } from './shared/attributes.ts';
import { scatterSlices } from './shared/gather.ts';
import { moveElements } from './shared/movement.ts';

export type Col2ImAttrs = {
  readonly image: readonly number[];
  readonly block: readonly number[];
  readonly dilations: readonly number[];
  readonly strides: readonly number[];
  /** At the start of each dimension, then at its end. */
  readonly pads: readonly number[];
};

function parse(ctx: ParseContext): Col2ImAttrs {
  const image = constantInput(ctx, 'image_shape', 1) ?? ctx.reject('image_shape is missing');
  const block = constantInput(ctx, 'block_shape', 2) ?? ctx.reject('block_shape is missing');
  const ones = image.map(() => 1);
  const attrs = { image, block, dilations: intsAttr(ctx, 'dilations') ?? ones, strides: intsAttr(ctx, 'strides') ?? ones, pads: intsAttr(ctx, 'pads') ?? [...image, ...image].map(() => 0) };
  const rank = image.length;
  const positive = [image, block, attrs.dilations, attrs.strides].every((list) => list.length === rank && list.every((v) => v >= 1));
  const fits = positive && attrs.pads.length === 2 * rank && attrs.pads.every((p) => p >= 0) && positions(attrs).every((n) => n >= 1);
  return fits ? attrs : ctx.reject(`blocks [${block.join(',')}] with strides [${attrs.strides.join(',')}], dilations [${attrs.dilations.join(',')}] and pads [${attrs.pads.join(',')}] do not fit an image [${image.join(',')}]`);
}

function padded({ image, pads }: Col2ImAttrs): number[] {
  return image.map((d, i) => d + (pads[i] ?? 0) + (pads[i + image.length] ?? 0));
}

/** Positions of the block along each dimension. */
function positions(attrs: Col2ImAttrs): number[] {
  return padded(attrs).map((d, i) => Math.floor((d - (attrs.dilations[i] ?? 1) * ((attrs.block[i] ?? 1) - 1) - 1) / (attrs.strides[i] ?? 1)) + 1);
}

/** Element of the padded image to which each element [block position][place of the block] is added. */
function slots(attrs: Col2ImAttrs): Int32Array {
  const strides = stridesOf(padded(attrs));
  const counts = positions(attrs);
  const places = elementCount(counts);
  return Int32Array.from({ length: elementCount(attrs.block) * places }, (_, i) => {
    const [tap, place] = [coordinatesOf(Math.floor(i / places), attrs.block), coordinatesOf(i % places, counts)];
    return strides.reduce((sum, s, d) => sum + s * ((place[d] ?? 0) * (attrs.strides[d] ?? 1) + (tap[d] ?? 0) * (attrs.dilations[d] ?? 1)), 0);
  });
}

function lowerCol2Im(ctx: LowerContext<Col2ImAttrs>): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'Col2Im needs an input');
  const outer = elementCount(y.shape.slice(0, 2));
  const size = padded(ctx.attrs);
  const cuts = ctx.attrs.pads.some((p) => p > 0);
  const zero = ctx.temporary(y.dtype, [outer, ...size]);
  const whole = cuts ? ctx.temporary(y.dtype, [outer, ...size]) : { ...y, shape: [outer, ...size] };
  ctx.call('fill_32', { count: elementCount(zero.shape), period: 1 }, { pattern: { constant: new Float32Array(1), dtype: 'f32', role: 'table' }, y: { value: zero.handle } });
  scatterSlices(ctx, { data: zero, updates: x, y: whole, slots: { constant: slots(ctx.attrs), dtype: 'i32', role: 'table' }, outer, slice: 1, reduction: 'add' });
  if (!cuts) return;
  const strides = stridesOf(whole.shape);
  const offset = ctx.attrs.image.reduce((sum, _, d) => sum + (strides[d + 1] ?? 1) * (ctx.attrs.pads[d] ?? 0), 0);
  const shape = [outer, ...ctx.attrs.image];
  moveElements(ctx, y.dtype, { shape, from: strides, to: stridesOf(shape) }, { x: { handle: whole.handle, offset }, y });
}

export default defineOp<Col2ImAttrs>({
  op: 'Col2Im',
  since: [18],
  arity: [3, 3],
  dataInputs: 1,
  parse,
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const [batch = 0, columns = 0, count = 0] = x.shape;
    const taps = elementCount(ctx.attrs.block);
    const fits = x.shape.length === 3 && columns % taps === 0 && count === elementCount(positions(ctx.attrs));
    if (!fits || x.dtype !== 'f32') return ctx.reject(`input is ${x.dtype} of shape [${x.shape.join(',')}]; float of shape [N,C*${taps},${elementCount(positions(ctx.attrs))}] is expected`);
    return [{ dtype: 'f32', shape: [batch, columns / taps, ...ctx.attrs.image] }];
  },
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'Col2Im needs an input');
    const size = padded(attrs);
    const table = slots(attrs);
    const image = new Float64Array(elementCount(y.shape.slice(0, 2)) * elementCount(size));
    toNumbers(x).forEach((v, i) => {
      const at = Math.floor(i / table.length) * elementCount(size) + (table[i % table.length] ?? 0);
      image[at] = (image[at] ?? 0) + v;
    });
    const strides = stridesOf(size);
    const result = Float32Array.from({ length: elementCount(y.shape) }, (_, i) => {
      const [, , ...at] = coordinatesOf(i, y.shape);
      const part = Math.floor(i / elementCount(attrs.image));
      return image[part * elementCount(size) + at.reduce((sum, v, d) => sum + (v + (attrs.pads[d] ?? 0)) * (strides[d] ?? 0), 0)] ?? 0;
    });
    return [makeTensor('f32', y.shape, result)];
  },
  lower: lowerCol2Im,
});
