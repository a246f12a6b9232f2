// LRN: https://onnx.ai/onnx/operators/onnx__LRN.html. The kernel works on NHWC and raises to multiples of a quarter; other exponents become
// square, mean over neighbouring channels, power and product.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type DecomposeContext, defineOp } from './op-def.ts';
import { floatAttr, intAttr, requiredInput } from './shared/attributes.ts';
import { Build } from './shared/build.ts';
import type { Layout } from './shared/window.ts';

export type LrnAttrs = { readonly size: number; readonly alpha: number; readonly beta: number; readonly bias: number; readonly layout: Layout };

function quartersOf(beta: number): number | null {
  const quarters = 4 * beta;
  return Number.isInteger(quarters) && quarters >= 0 && quarters <= 7 ? quarters : null;
}

function byPower(b: Build<LrnAttrs>, out: string | undefined): void {
  const { size, alpha, beta, bias } = b.ctx.attrs;
  const x = b.input(0);
  const { shape } = x.type;
  const [n = 1, channels = 1] = shape;
  const plane = [n, 1, channels, elementCount(shape.slice(2))];
  const below = Math.floor((size - 1) / 2);
  const window = { kernel: [size, 1], strides: [1, 1], dilations: [1, 1], pads: [below, 0, size - 1 - below, 0], layout: 'nchw', countIncludePad: true };
  const squares = b.reshape(b.node('Mul', {}, [x, x], shape), plane);
  const means = b.reshape(b.node('AveragePool', window, [squares], plane), shape);
  const base = b.node('Add', {}, [b.node('Mul', {}, [means, b.floats([], [alpha])], shape), b.floats([], [bias])], shape);
  b.node('Mul', {}, [b.node('Pow', {}, [base, b.floats([], [-beta])], shape), x], { shape, out });
}

function decompose(ctx: DecomposeContext<LrnAttrs>): boolean {
  const b = new Build(ctx);
  const [out] = ctx.outputIds;
  const { shape } = b.input(0).type;
  if (quartersOf(ctx.attrs.beta) === null) {
    byPower(b, out);
    return true;
  }
  if (shape.length === 4) return false;
  const [n = 1, channels = 1] = shape;
  const image = [n, channels, elementCount(shape.slice(2)), 1];
  b.reshape(b.node('LRN', ctx.attrs, [b.reshape(b.input(0), image)], image), shape, out);
  return true;
}

export default defineOp<LrnAttrs>({
  op: 'LRN',
  since: [1, 13],
  arity: [1, 1],
  parse(ctx) {
    const size = intAttr(ctx, 'size', 0);
    if (size < 1 || size > 1 << 20) return ctx.reject(`attribute 'size' is ${size}; it must be positive`);
    return { size, alpha: floatAttr(ctx, 'alpha', 1e-4), beta: floatAttr(ctx, 'beta', 0.75), bias: floatAttr(ctx, 'bias', 1), layout: 'nchw' };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return x.shape.length < 3 ? ctx.reject(`input has shape [${x.shape.join(',')}]; at least one spatial dimension is expected`) : [{ dtype: x.dtype, shape: x.shape }];
  },
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'LRN needs an input');
    const xs = toNumbers(x);
    const channels = (attrs.layout === 'nchw' ? x.shape[1] : x.shape.at(-1)) ?? 1;
    const step = attrs.layout === 'nchw' ? elementCount(x.shape.slice(2)) : 1;
    const below = Math.floor((attrs.size - 1) / 2);
    const result = xs.map((v, i) => {
      const c = Math.floor(i / step) % channels;
      let sum = 0;
      for (let k = Math.max(0, c - below); k < Math.min(channels, c - below + attrs.size); k++) sum += (xs[i + (k - c) * step] ?? 0) ** 2;
      return v / (attrs.bias + (attrs.alpha / attrs.size) * sum) ** attrs.beta;
    });
    return [makeTensor('f32', y.shape, Float32Array.from(result))];
  },
  channelsLast: (attrs) => ({ ...attrs, layout: 'nhwc' }),
  decompose,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    const { size, alpha, beta, bias, layout } = ctx.attrs;
    invariant(!!x && !!y && layout === 'nhwc', 'LRN is lowered in NHWC');
    const channels = x.shape.at(-1) ?? 1;
    const params = { rows: elementCount(x.shape) / channels, channels, size, quarters: quartersOf(beta) ?? 0, alpha_per_element: Math.fround(alpha / size), bias: Math.fround(bias) };
    ctx.call('local_response_norm_f32', params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
