// What MaxPool and AveragePool share: attributes, shape inference, and a walk over the valid elements of each window.
import { elementCount } from '../../ir/tensor.ts';
import type { InferContext, ParseContext, ValueType } from '../op-def.ts';
import { intAttr, requiredInput } from './attributes.ts';
import { type Layout, type Window, imageOf, imageShape, parseWindow, windowLength } from './window.ts';
import type { ParamValues } from '../../kernels/program.ts';

export type PoolAttrs = Window & {
  readonly layout: Layout;
  /** AveragePool only: padding counts in the divisor. */
  readonly countIncludePad: boolean;
};

export function parsePool(ctx: ParseContext): PoolAttrs {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  if (ctx.readOutputs > 1) return ctx.reject('the second output (indices) is not supported', 'remove the reader of the indices');
  const countIncludePad = intAttr(ctx, 'count_include_pad', 0) !== 0;
  if (countIncludePad && intAttr(ctx, 'ceil_mode', 0) !== 0) return ctx.reject('count_include_pad together with ceil_mode is not supported', 'set ceil_mode to 0');
  return { ...parseWindow(ctx, x, null), layout: 'nchw', countIncludePad };
}

export function inferPool(ctx: InferContext<PoolAttrs>): ValueType[] {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const image = imageOf(x, ctx.attrs.layout, ctx.reject.bind(ctx));
  const height = windowLength(ctx.attrs, 0, image.height);
  const width = windowLength(ctx.attrs, 1, image.width);
  return [{ dtype: x.dtype, shape: imageShape({ ...image, height, width }, ctx.attrs.layout) }];
}

/** Params that both pooling kernels take, from NHWC types. */
export function poolGeometry(attrs: PoolAttrs, x: ValueType, y: ValueType): ParamValues {
  const [batch = 1, inH = 1, inW = 1, channels = 1] = x.shape;
  const [, outH = 1, outW = 1] = y.shape;
  const { kernel_h, kernel_w, stride_h, stride_w, pad_top, pad_left } = windowParams4(attrs);
  return { batch, in_h: inH, in_w: inW, channels, out_h: outH, out_w: outW, kernel_h, kernel_w, stride_h, stride_w, pad_top, pad_left };
}

function windowParams4(attrs: PoolAttrs): { kernel_h: number; kernel_w: number; stride_h: number; stride_w: number; pad_top: number; pad_left: number } {
  const [kernel_h = 1, kernel_w = 1] = attrs.kernel;
  const [stride_h = 1, stride_w = 1] = attrs.strides;
  const [pad_top = 0, pad_left = 0] = attrs.pads;
  return { kernel_h, kernel_w, stride_h, stride_w, pad_top, pad_left };
}

/** Reference pooling: `reduce` sees the values inside each window. */
export function poolReference(attrs: PoolAttrs, x: { type: ValueType; data: readonly number[] }, y: ValueType, reduce: (values: number[]) => number): Float32Array {
  const reject = (): never => {
    throw new RangeError('shape');
  };
  const input = imageOf(x.type, attrs.layout, reject);
  const output = imageOf(y, attrs.layout, reject);
  const plane = (image: typeof input, n: number, c: number, p: number): number =>
    attrs.layout === 'nchw' ? (n * image.channels + c) * image.height * image.width + p : (n * image.height * image.width + p) * image.channels + c;
  const result = new Float32Array(elementCount(y.shape));
  for (let n = 0; n < output.batch; n++) {
    for (let c = 0; c < output.channels; c++) {
      for (let p = 0; p < output.height * output.width; p++) {
        const places = windowPlaces(attrs, input, Math.floor(p / output.width), p % output.width);
        result[plane(output, n, c, p)] = reduce(places.map((q) => x.data[plane(input, n, c, q)] ?? 0));
      }
    }
  }
  return result;
}

function windowPlaces(attrs: PoolAttrs, input: { height: number; width: number }, row: number, column: number): number[] {
  const [kh = 1, kw = 1] = attrs.kernel;
  const places: number[] = [];
  for (let t = 0; t < kh * kw; t++) {
    const y = row * (attrs.strides[0] ?? 1) - (attrs.pads[0] ?? 0) + Math.floor(t / kw) * (attrs.dilations[0] ?? 1);
    const x = column * (attrs.strides[1] ?? 1) - (attrs.pads[1] ?? 0) + (t % kw) * (attrs.dilations[1] ?? 1);
    if (y >= 0 && y < input.height && x >= 0 && x < input.width) places.push(y * input.width + x);
  }
  return places;
}
