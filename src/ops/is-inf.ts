// IsInf: https://onnx.ai/onnx/operators/onnx__IsInf.html, of either sign or both. Decomposed into comparisons with infinity.
import { makeTensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr } from './shared/attributes.ts';
import { elementwiseReference } from './shared/element-functions.ts';
import { inferUnary, permuteElementwise } from './shared/elementwise.ts';

export type IsInfAttrs = { readonly negative: boolean; readonly positive: boolean };

export default defineOp<IsInfAttrs>({
  op: 'IsInf',
  since: [10, 20],
  arity: [1, 1],
  parse: (ctx) => ({ negative: intAttr(ctx, 'detect_negative', 1) !== 0, positive: intAttr(ctx, 'detect_positive', 1) !== 0 }),
  infer: (ctx) => inferUnary(ctx).map((type) => ({ ...type, dtype: 'bool' })),
  reference: (ctx) => elementwiseReference(ctx, { float: (x) => (ctx.attrs.negative && x === -Infinity) || (ctx.attrs.positive && x === Infinity) }),
  permute: permuteElementwise,
  decompose(ctx) {
    const [x] = ctx.inputs;
    const { negative, positive } = ctx.attrs;
    const value = (v: number): string => ctx.constant(makeTensor('f32', [], Float32Array.of(v)));
    const type = { dtype: 'f32' as const, shape: x?.shape ?? [] };
    const [id = null] = ctx.inputIds;
    const [output = ''] = ctx.outputIds;
    if (negative && positive) ctx.node('Equal', {}, [ctx.node('Abs', {}, [id], type), value(Infinity)], output);
    else if (negative || positive) ctx.node('Equal', {}, [id, value(negative ? -Infinity : Infinity)], output);
    else ctx.node('Less', {}, [ctx.node('Abs', {}, [id], type), value(0)], output);
    return true;
  },
});
