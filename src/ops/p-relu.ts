// PRelu: https://onnx.ai/onnx/operators/onnx__PRelu.html: x, or slope * x below 0; the slope is broadcast to x. One slope for all is a LeakyRelu, which has an
// integer form; integers are computed by Where.
import { isFloat } from '../ir/dtype.ts';
import { sameShape } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { elementwiseReference, lowerBinary, tensorOf } from './shared/element-functions.ts';
import { inferBinary, permuteElementwise } from './shared/elementwise.ts';
import { uniformOf } from './shared/uniform.ts';

export default defineOp<Record<never, never>>({
  op: 'PRelu',
  since: [7, 9, 16],
  arity: [2, 2],
  parse: () => ({}),
  infer(ctx) {
    const [type] = inferBinary(ctx);
    const x = ctx.inputs[0];
    if (type && x && !sameShape(type.shape, x.shape)) return ctx.reject(`its slope of shape [${ctx.inputs[1]?.shape.join(',')}] cannot be broadcast to [${x.shape.join(',')}]`);
    return type ? [type] : [];
  },
  reference: (ctx) => elementwiseReference(ctx, { float: (x, slope) => (x < 0 ? x * slope : x), integer: (x, slope) => (x < 0n ? x * slope : x) }),
  permute: permuteElementwise,
  decompose(ctx) {
    const [x, slope] = ctx.inputs;
    const [id = null, slopeId = null] = ctx.inputIds;
    const [output = ''] = ctx.outputIds;
    if (!x || !slope) return false;
    if (!isFloat(x.dtype)) {
      const negative = ctx.node('Less', {}, [id, ctx.constant(tensorOf({ dtype: x.dtype, shape: [] }, [0n]))], { dtype: 'bool', shape: x.shape });
      ctx.node('Where', {}, [negative, ctx.node('Mul', {}, [id, slopeId], x), id], output);
      return true;
    }
    const alpha = uniformOf(slope);
    if (alpha === null) return false;
    ctx.node('LeakyRelu', { alpha }, [id], output);
    return true;
  },
  lower: (ctx) => lowerBinary(ctx, { f32: 'prelu_f32' }),
});
