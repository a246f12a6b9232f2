// Tile: https://onnx.ai/onnx/operators/onnx__Tile.html. Constant repeats per dimension; one strided copy per group of repeated dimensions that merge.
import { invariant } from '../diagnostics/diagnostic.ts';
import { makeData } from '../ir/dtype.ts';
import { coordinatesOf, elementCount, makeTensor, stridesOf } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { constantInput, requiredInput } from './shared/attributes.ts';
import { SHARED_QUANT, moveElements } from './shared/movement.ts';

export type TileAttrs = { readonly repeats: readonly number[] };

export default defineOp<TileAttrs>({
  op: 'Tile',
  since: [6, 13],
  arity: [2, 2],
  dataInputs: 1,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const repeats = constantInput(ctx, 'repeats', 1) ?? ctx.reject('repeats are missing');
    if (repeats.length !== shape.length || repeats.some((r) => r < 0)) return ctx.reject(`repeats [${repeats.join(',')}] must be one non-negative count for each dimension of [${shape.join(',')}]`);
    return { repeats };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: x.shape.map((d, i) => d * (ctx.attrs.repeats[i] ?? 1)) }];
  },
  reference({ inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'Tile needs an input');
    const data = makeData(x.dtype, elementCount(y.shape));
    const strides = stridesOf(x.shape);
    for (let i = 0; i < data.length; i++) {
      data[i] = x.data[coordinatesOf(i, y.shape).reduce((sum, at, d) => sum + (at % (x.shape[d] ?? 1)) * (strides[d] ?? 0), 0)] ?? 0;
    }
    return [makeTensor(x.dtype, y.shape, data)];
  },
  quant: SHARED_QUANT,
  permute: (attrs, perm) => ({ repeats: perm.map((p) => attrs.repeats[p] ?? 1) }),
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Tile needs an input');
    const own = stridesOf(y.shape);
    const strides = stridesOf(x.shape);
    const { repeats } = ctx.attrs;
    moveElements(ctx, y.dtype, {
      shape: x.shape.flatMap((d, i) => [repeats[i] ?? 1, d]),
      from: strides.flatMap((s) => [0, s]),
      to: own.flatMap((s, i) => [s * (x.shape[i] ?? 1), s]),
    }, { x, y });
  },
});
