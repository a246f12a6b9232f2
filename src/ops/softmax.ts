// Softmax: https://onnx.ai/onnx/operators/onnx__Softmax.html. Over one axis from opset 13; before, over all axes from `axis` on (which is
// the same where every later dimension is 1 or the axis is the last). Integer form: table of exponentials, output scale 1/256.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { softmaxTable } from '../numeric/fixed-point.ts';
import { type ValueType, defineOp } from './op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { inferUnary } from './shared/elementwise.ts';
import { perTensor } from './shared/requant.ts';

export type SoftmaxAttrs = { readonly axis: number; /** All dimensions from axis on form one row (before opset 13). */ readonly flattened: boolean };

interface Rows {
  readonly rows: number;
  readonly cols: number;
  /** Elements between neighbours of one row. */
  readonly stride: number;
}

function rowsOf(attrs: SoftmaxAttrs, type: ValueType): Rows {
  const total = elementCount(type.shape);
  const after = elementCount(type.shape.slice(attrs.axis + 1));
  if (attrs.flattened) {
    const cols = elementCount(type.shape.slice(attrs.axis));
    return { rows: total / cols, cols, stride: 1 };
  }
  const cols = type.shape[attrs.axis] ?? 1;
  return { rows: total / cols, cols, stride: after };
}

export default defineOp<SoftmaxAttrs>({
  op: 'Softmax',
  since: [1, 11, 13],
  arity: [1, 1],
  parse(ctx) {
    const rank = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape.length;
    const flattened = ctx.opset < 13;
    return { axis: normaliseAxis(intAttr(ctx, 'axis', flattened ? 1 : -1), rank, ctx.reject.bind(ctx)), flattened };
  },
  infer: inferUnary,
  reference({ attrs, inputs, outputs }) {
    const [x] = inputs;
    const [y] = outputs;
    invariant(!!x && !!y, 'Softmax needs an input');
    const { rows, cols, stride } = rowsOf(attrs, x);
    const values = toNumbers(x);
    const result = new Float32Array(values.length);
    for (let r = 0; r < rows; r++) {
      const start = Math.floor(r / stride) * stride * cols + (r % stride);
      const row = Array.from({ length: cols }, (_, i) => values[start + i * stride] ?? 0);
      const top = Math.max(...row);
      const exps = row.map((v) => Math.exp(v - top));
      const sum = exps.reduce((s, v) => s + v, 0);
      exps.forEach((v, i) => (result[start + i * stride] = v / sum));
    }
    return [makeTensor('f32', y.shape, result)];
  },
  quant: {
    supports: ({ attrs, inputs }) => !!inputs[0] && rowsOf(attrs, inputs[0]).stride === 1 && rowsOf(attrs, inputs[0]).cols <= 32768,
    roles: () => ({ inputs: [{ kind: 'activation' }], outputs: [{ kind: 'fixed', scale: 1 / 256, zeroPoint: -128 }] }),
  },
  permute: (attrs, perm, inputs) => (attrs.flattened && inputs[0]?.shape.length !== attrs.axis + 1 ? null : { axis: perm.indexOf(attrs.axis), flattened: false }),
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Softmax needs an input');
    const { rows, cols, stride } = rowsOf(ctx.attrs, x);
    if (stride !== 1) return ctx.reject('the axis is not the last one', 'move the axis to the end with a Transpose');
    if (x.dtype === 'i8') {
      const table = softmaxTable(perTensor(x).scale);
      ctx.call('softmax_s8', { rows, cols }, { x: { value: x.handle }, table: { constant: table, dtype: 'i32', role: 'table' }, y: { value: y.handle } });
    } else {
      ctx.call('softmax_f32', { rows, cols }, { x: { value: x.handle }, y: { value: y.handle } });
    }
  },
});
