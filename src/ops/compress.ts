// Compress: https://onnx.ai/onnx/operators/onnx__Compress.html, with a constant condition: the size of the output depends on it. Decomposed into Gather.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { constantInput, intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { mapReference } from './shared/index-map.ts';
import { SHARED_QUANT } from './shared/movement.ts';

/** Coordinates that are kept along `axis`; axis -1: of the flattened input. */
export type CompressAttrs = { readonly axis: number; readonly kept: readonly number[] };

function flattened(shape: readonly number[], axis: number): readonly number[] {
  return axis < 0 ? [elementCount(shape)] : shape;
}

export default defineOp<CompressAttrs>({
  op: 'Compress',
  since: [9, 11],
  arity: [2, 2],
  dataInputs: 1,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const axis = 'axis' in ctx.raw ? normaliseAxis(intAttr(ctx, 'axis', 0), shape.length, ctx.reject.bind(ctx)) : -1;
    const condition = constantInput(ctx, 'condition', 1) ?? ctx.reject('the condition is missing');
    const size = flattened(shape, axis)[Math.max(0, axis)] ?? 0;
    if (condition.length > size) return ctx.reject(`the condition has ${condition.length} entries for a dimension of ${size}`);
    return { axis, kept: condition.flatMap((c, i) => (c === 0 ? [] : [i])) };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const { axis, kept } = ctx.attrs;
    return [{ dtype: x.dtype, shape: flattened(x.shape, axis).map((d, i) => (i === Math.max(0, axis) ? kept.length : d)) }];
  },
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'Compress needs an input');
    const shape = flattened(x.shape, attrs.axis);
    return [mapReference(makeTensor(x.dtype, shape, x.data), y.shape, shape.map((_, i) => (i === Math.max(0, attrs.axis) ? attrs.kept : null)))];
  },
  quant: SHARED_QUANT,
  decompose(ctx) {
    const [x] = ctx.inputs;
    invariant(!!x, 'Compress needs an input');
    const { axis, kept } = ctx.attrs;
    const shape = flattened(x.shape, axis);
    const source = axis < 0 ? ctx.node('Reshape', { shape }, [ctx.inputIds[0] ?? null], { dtype: x.dtype, shape }) : (ctx.inputIds[0] ?? null);
    const indices = ctx.constant(makeTensor('i64', [kept.length], BigInt64Array.from(kept, BigInt)));
    ctx.node('Gather', { axis: Math.max(0, axis) }, [source, indices], ctx.outputIds[0] ?? '');
    return true;
  },
});
