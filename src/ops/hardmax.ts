// Hardmax: https://onnx.ai/onnx/operators/onnx__Hardmax.html: 1 at the first largest element along the axis, else 0. From opset 13 along one axis;
// before, over all axes from `axis` on.
import { elementCount, makeTensor } from '../ir/tensor.ts';
import { type ExpandContext, defineDialect } from './op-def.ts';
import { flattenedFrom, shapeTensor } from './shared/flattened.ts';

const FLOAT = 1;

function along(ctx: ExpandContext, x: string | null, place: { readonly axis: number; readonly shape: readonly number[] }, output: string | undefined): string {
  const count = place.shape[place.axis] ?? 1;
  const steps = place.shape.map((_, i) => (i === place.axis ? count : 1));
  const numbers = ctx.constant(makeTensor('i64', steps, BigInt64Array.from({ length: count }, (_, i) => BigInt(i))));
  const equal = ctx.node('Equal', {}, [ctx.node('ArgMax', { axis: place.axis }, [x]), numbers]);
  return ctx.node('Cast', { to: FLOAT }, [equal], { output });
}

export default defineDialect({
  op: 'Hardmax',
  since: [1, 11, 13],
  arity: [1, 1],
  expand(ctx) {
    const { shape, axis, flattened } = flattenedFrom(ctx);
    const [x = null] = ctx.inputIds;
    if (!flattened) return void along(ctx, x, { axis, shape }, ctx.outputIds[0]);
    const rows = [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))];
    const flat = ctx.node('Reshape', {}, [x, ctx.constant(shapeTensor(rows))]);
    ctx.node('Reshape', {}, [along(ctx, flat, { axis: 1, shape: rows }, undefined), ctx.constant(shapeTensor(shape))], { output: ctx.outputIds[0] });
  },
});
