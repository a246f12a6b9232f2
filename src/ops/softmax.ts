// Softmax: https://onnx.ai/onnx/operators/onnx__Softmax.html. Over one axis from opset 13; before, over all axes from `axis` on (which is
// the same where every later dimension is 1 or the axis is the last). Kernels take rows of neighbouring elements; decompose moves another axis
// to the end. Integer form: table of exponentials, output scale 1/256 or that
// of the model.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Shape, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { softmaxTable } from '../numeric/fixed-point.ts';
import { type DecomposeContext, type ValueType, defineOp } from './op-def.ts';
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

/** Whole steps of the output that make 1, as ONNX Runtime counts them (1 / scale in single precision, cut off); null where kernels do not know them. */
function levelsOf(y: ValueType | undefined): number | null {
  const { scale, zeroPoint } = perTensor(y);
  const levels = Math.floor(Math.fround(1 / Math.fround(scale)));
  return zeroPoint === -128 && levels >= 1 && levels <= 256 ? levels : null;
}

/** Transpose, Softmax over the last axis, Transpose back. */
function moveAxisToEnd(ctx: DecomposeContext<SoftmaxAttrs>): boolean {
  const [x] = ctx.inputs;
  const { axis } = ctx.attrs;
  if (!x || rowsOf(ctx.attrs, x).stride === 1) return false;
  const last = x.shape.length - 1;
  const perm = [...x.shape.keys()].filter((i) => i !== axis).concat(axis);
  const type = { dtype: x.dtype, shape: perm.map((p) => x.shape[p] ?? 1) };
  const moved = ctx.node('Transpose', { perm }, [ctx.inputIds[0] ?? null], type);
  const result = ctx.node('Softmax', { axis: last, flattened: false }, [moved], type);
  ctx.node('Transpose', { perm: perm.map((_, i) => perm.indexOf(i)) }, [result], ctx.outputIds[0] ?? type);
  return true;
}

/** Null where the elements of a row would no longer be neighbours. */
function permuted(attrs: SoftmaxAttrs, perm: readonly number[], shape: Shape): SoftmaxAttrs | null {
  if (attrs.flattened && shape.length !== attrs.axis + 1) return null;
  const axis = perm.indexOf(attrs.axis);
  return elementCount(perm.slice(axis + 1).map((p) => shape[p] ?? 1)) === 1 ? { axis, flattened: false } : null;
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
    roles: () => ({ inputs: [{ kind: 'activation' }], outputs: [{ kind: 'fixed', scale: 1 / 256, zeroPoint: -128, orOwn: true }] }),
    fits: ({ outputs: [y] }) => levelsOf(y) !== null,
  },
  permute: (attrs, perm, inputs) => permuted(attrs, perm, inputs[0]?.shape ?? []),
  decompose: moveAxisToEnd,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Softmax needs an input');
    const { rows, cols, stride } = rowsOf(ctx.attrs, x);
    invariant(stride === 1, 'Softmax is lowered over neighbouring elements');
    if (x.dtype === 'i8') {
      const table = softmaxTable(perTensor(x).scale);
      const levels = levelsOf(y) ?? ctx.reject('its output has fewer than 1 or more than 256 steps up to 1, or a zero point other than the least value');
      ctx.call('softmax_s8', { rows, cols, levels }, { x: { value: x.handle }, table: { constant: table, dtype: 'i32', role: 'table' }, y: { value: y.handle } });
    } else {
      ctx.call('softmax_f32', { rows, cols }, { x: { value: x.handle }, y: { value: y.handle } });
    }
  },
});
