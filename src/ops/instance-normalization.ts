// InstanceNormalization: https://onnx.ai/onnx/operators/onnx__InstanceNormalization.html. GroupNormalization with a group for each channel.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { floatAttr, requiredInput } from './shared/attributes.ts';
import { momentsOf } from './shared/normalization.ts';

export type InstanceNormalizationAttrs = { readonly epsilon: number };

export default defineOp<InstanceNormalizationAttrs>({
  op: 'InstanceNormalization',
  since: [1, 6, 22],
  arity: [3, 3],
  finiteConstants: true,
  parse: (ctx) => ({ epsilon: floatAttr(ctx, 'epsilon', 1e-5) }),
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const channels = x.shape[1];
    if (x.shape.length < 3) return ctx.reject(`input has shape [${x.shape.join(',')}]; at least one spatial dimension is expected`);
    if (ctx.inputs.slice(1).some((p) => p?.shape.join() !== `${channels}`)) return ctx.reject(`scale and bias must have shape [${channels}]`);
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  reference({ attrs, inputs: [x, scale, bias], outputs: [y] }) {
    invariant(!!x && !!scale && !!bias && !!y, 'InstanceNormalization needs three inputs');
    const plane = elementCount(x.shape.slice(2));
    const channels = x.shape[1] ?? 1;
    const xs = toNumbers(x);
    const result = new Float32Array(xs.length);
    for (let i = 0; i < xs.length; i += plane) {
      const values = xs.slice(i, i + plane);
      const { mean, inverse } = momentsOf(values, attrs.epsilon);
      const c = (i / plane) % channels;
      values.forEach((v, p) => (result[i + p] = (v - mean) * inverse * Number(scale.data[c]) + Number(bias.data[c])));
    }
    return [makeTensor('f32', y.shape, result)];
  },
  decompose(ctx) {
    const groups = ctx.inputs[0]?.shape[1] ?? 1;
    ctx.node('GroupNormalization', { groups, epsilon: ctx.attrs.epsilon, layout: 'nchw' }, ctx.inputIds, ctx.outputIds[0] ?? '');
    return true;
  },
});
