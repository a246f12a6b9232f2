// MeanVarianceNormalization: https://onnx.ai/onnx/operators/onnx__MeanVarianceNormalization.html. The axes are moved behind the others and normalized
// as rows. The model's 1e-9 beside the deviation keeps it from 0; here it stands inside the root.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intsAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { Build, transposed } from './shared/build.ts';

export type MeanVarianceNormalizationAttrs = { readonly axes: readonly number[] };

/** Axes that stay, then those that are normalized; and the way back. */
function orders(rank: number, axes: readonly number[]): { there: number[]; back: number[] } {
  const there = [...Array.from({ length: rank }, (_, i) => i).filter((i) => !axes.includes(i)), ...axes];
  return { there, back: there.map((_, i) => there.indexOf(i)) };
}

export default defineOp<MeanVarianceNormalizationAttrs>({
  op: 'MeanVarianceNormalization',
  since: [9, 13],
  arity: [1, 1],
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const axes = (intsAttr(ctx, 'axes') ?? [0, 2, 3]).map((a) => normaliseAxis(a, shape.length, ctx.reject.bind(ctx)));
    return new Set(axes).size === axes.length ? { axes: axes.sort((a, b) => a - b) } : ctx.reject(`axes [${axes.join(',')}] repeat`);
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'MeanVarianceNormalization needs an input');
    const { there, back } = orders(x.shape.length, attrs.axes);
    const rows = transposed(x, there);
    const cols = elementCount(attrs.axes.map((a) => x.shape[a] ?? 1));
    const values = toNumbers(rows);
    const result = new Float32Array(values.length);
    for (let i = 0; i < values.length; i += cols) {
      const row = values.slice(i, i + cols);
      const mean = row.reduce((s, v) => s + v, 0) / cols;
      const deviation = Math.sqrt(row.reduce((s, v) => s + (v - mean) ** 2, 0) / cols);
      row.forEach((v, k) => (result[i + k] = (v - mean) / (deviation + 1e-9)));
    }
    return [makeTensor('f32', y.shape, transposed(makeTensor('f32', rows.shape, result), back).data)];
  },
  decompose(ctx) {
    const b = new Build(ctx);
    const x = b.input(0);
    const { there, back } = orders(x.type.shape.length, ctx.attrs.axes);
    const rows = b.transpose(x, there);
    const axis = there.length - ctx.attrs.axes.length;
    b.transpose(b.node('LayerNormalization', { axis, epsilon: 1e-18, result: 'values', outputs: 1 }, [rows], rows.type.shape), back, ctx.outputIds[0]);
    return true;
  },
});
