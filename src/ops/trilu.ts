// Trilu: https://onnx.ai/onnx/operators/onnx__Trilu.html. Keeps the upper or lower triangle of matrices, from the constant diagonal k on; zeros elsewhere.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { constantInput, intAttr, requiredInput } from './shared/attributes.ts';
import { inferUnary } from './shared/elementwise.ts';
import { SHARED_QUANT } from './shared/movement.ts';
import { perTensor } from './shared/requant.ts';

export type TriluAttrs = { readonly upper: boolean; readonly diagonal: number };

export default defineOp<TriluAttrs>({
  op: 'Trilu',
  since: [14],
  arity: [1, 2],
  dataInputs: 1,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (shape.length < 2) return ctx.reject(`input has shape [${shape.join(',')}]; at least two dimensions are expected`);
    const [rows = 1, columns = 1] = shape.slice(-2);
    const diagonal = constantInput(ctx, 'k', 1)?.[0] ?? 0;
    return { upper: intAttr(ctx, 'upper', 1) !== 0, diagonal: Math.max(-rows - 1, Math.min(columns + 1, diagonal)) };
  },
  infer: inferUnary,
  reference({ attrs, inputs: [x] }) {
    invariant(!!x, 'Trilu needs an input');
    const [rows = 1, columns = 1] = x.shape.slice(-2);
    const data = makeData(x.dtype, x.data.length);
    for (let i = 0; i < data.length; i++) {
      const offset = (i % columns) - (Math.floor(i / columns) % rows);
      if (attrs.upper ? offset >= attrs.diagonal : offset <= attrs.diagonal) data[i] = x.data[i] ?? 0;
    }
    return [makeTensor(x.dtype, x.shape, data)];
  },
  quant: SHARED_QUANT,
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Trilu needs an input');
    const [rows = 1, columns = 1] = x.shape.slice(-2);
    const params = {
      batch: elementCount(x.shape) / (rows * columns), rows, columns, upper: ctx.attrs.upper ? 1 : 0, diagonal: ctx.attrs.diagonal,
      element_bytes: bytesOf(x.dtype), fill: y.quant ? perTensor(y).zeroPoint & 255 : 0,
    };
    ctx.call('trilu', params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
