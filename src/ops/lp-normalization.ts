// LpNormalization: https://onnx.ai/onnx/operators/onnx__LpNormalization.html. Each line along the axis divided by its norm; a line of zeros stays one.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { Build } from './shared/build.ts';
import { normOf, raised } from './shared/lp-norm.ts';

export type LpNormalizationAttrs = { readonly axis: number; readonly p: number };

/** The least norm that is divided by: a line of zeros gives zeros, as 0 / 0 would not. */
const LEAST = 1.1754943508222875e-38;

export default defineOp<LpNormalizationAttrs>({
  op: 'LpNormalization',
  since: [1, 22],
  arity: [1, 1],
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const p = intAttr(ctx, 'p', 2);
    return p === 1 || p === 2 ? { axis: normaliseAxis(intAttr(ctx, 'axis', -1), shape.length, ctx.reject.bind(ctx)), p } : ctx.reject(`attribute 'p' is ${p}; 1 and 2 are allowed`);
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'LpNormalization needs an input');
    const xs = toNumbers(x);
    const inner = elementCount(x.shape.slice(attrs.axis + 1));
    const length = x.shape[attrs.axis] ?? 1;
    const norms = Array.from({ length: xs.length / length }, (_, i) => {
      const first = Math.floor(i / inner) * length * inner + (i % inner);
      return normOf(Array.from({ length }, (_unused, k) => xs[first + k * inner] ?? 0), attrs.p);
    });
    const normAt = (i: number): number => norms[Math.floor(i / (inner * length)) * inner + (i % inner)] ?? 0;
    return [makeTensor('f32', y.shape, Float32Array.from(xs, (v, i) => (v === 0 ? 0 : v / normAt(i))))];
  },
  decompose(ctx) {
    const b = new Build(ctx);
    const x = b.input(0);
    const { shape } = x.type;
    const { axis, p } = ctx.attrs;
    const norms = shape.map((d, i) => (i === axis ? 1 : d));
    const sum = b.node('ReduceSum', { axes: [axis], keepDims: true }, [raised(b, x, p)], norms);
    const norm = p === 1 ? sum : b.node('Sqrt', {}, [sum], norms);
    b.node('Div', {}, [x, b.node('Clip', { min: LEAST, max: Infinity }, [norm], norms)], { shape, out: ctx.outputIds[0] });
    return true;
  },
});
