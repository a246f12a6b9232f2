// OneHot: https://onnx.ai/onnx/operators/onnx__OneHot.html. The depth is constant; indices and the pair [off, on] may be computed at run time. Indices count
// from the end where negative; one outside the depth gives a row of "off". Other index types are cast to int64 first.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { constantInput, intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { indexOperands } from './shared/gather.ts';

export type OneHotAttrs = { readonly axis: number; readonly depth: number };

export default defineOp<OneHotAttrs>({
  op: 'OneHot',
  since: [9, 11],
  arity: [3, 3],
  constantInputs: [1],
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const depth = Math.trunc(constantInput(ctx, 'depth', 1)?.[0] ?? 0);
    if (depth < 1) return ctx.reject(`the depth is ${depth}; it must be positive`);
    return { axis: normaliseAxis(intAttr(ctx, 'axis', -1), shape.length + 1, ctx.reject.bind(ctx)), depth };
  },
  infer(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const values = requiredInput(ctx.inputs, 2, ctx.reject.bind(ctx));
    if (elementCount(values.shape) !== 2) return ctx.reject(`values of shape [${values.shape.join(',')}] must be the pair [off, on]`);
    return [{ dtype: values.dtype, shape: [...shape.slice(0, ctx.attrs.axis), ctx.attrs.depth, ...shape.slice(ctx.attrs.axis)] }];
  },
  reference({ attrs, inputs: [indices, , values], outputs: [y] }) {
    invariant(!!indices && !!values && !!y, 'OneHot needs indices and values');
    const inner = elementCount(indices.shape.slice(attrs.axis));
    const places = toNumbers(indices).map((v) => (Math.trunc(v) < 0 ? Math.trunc(v) + attrs.depth : Math.trunc(v)));
    const data = makeData(values.dtype, elementCount(y.shape));
    for (let i = 0; i < data.length; i++) {
      const hot = places[Math.floor(i / inner / attrs.depth) * inner + (i % inner)] === Math.floor(i / inner) % attrs.depth;
      data[i] = values.data[hot ? 1 : 0] ?? 0;
    }
    return [makeTensor(values.dtype, y.shape, data)];
  },
  decompose(ctx) {
    const [indices] = ctx.inputs;
    if (!indices || indices.dtype === 'i64' || indices.dtype === 'i32') return false;
    const cast = ctx.node('Cast', { to: 'i64' }, [ctx.inputIds[0] ?? null], { dtype: 'i64', shape: indices.shape });
    ctx.node('OneHot', { ...ctx.attrs }, [cast, ...ctx.inputIds.slice(1)], ctx.outputIds[0] ?? '');
    return true;
  },
  lower(ctx) {
    const [indices, , values] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!indices && !!values && !!y, 'OneHot needs indices and values');
    const inner = elementCount(indices.shape.slice(ctx.attrs.axis));
    const params = { outer: elementCount(indices.shape) / inner, depth: ctx.attrs.depth, inner, element_bytes: bytesOf(y.dtype) };
    ctx.call('one_hot', params, { ...indexOperands(ctx, indices), values: { value: values.handle }, y: { value: y.handle } });
  },
});
