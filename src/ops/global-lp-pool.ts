// GlobalLpPool: https://onnx.ai/onnx/operators/onnx__GlobalLpPool.html. Powers, the average of each channel times its size, and roots.
import { elementCount } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr } from './shared/attributes.ts';
import { Build } from './shared/build.ts';
import { globalPoolReference, inferGlobalPool, wholePool } from './shared/global-pool.ts';
import { normOf, raised, rooted } from './shared/lp-norm.ts';

export type GlobalLpPoolAttrs = { readonly p: number };

export default defineOp<GlobalLpPoolAttrs>({
  op: 'GlobalLpPool',
  since: [1, 2, 22],
  arity: [1, 1],
  parse(ctx) {
    const p = intAttr(ctx, 'p', 2);
    return p < 1 ? ctx.reject(`attribute 'p' is ${p}; it must be positive`) : { p };
  },
  infer: inferGlobalPool,
  reference: (ctx) => globalPoolReference(ctx, (values) => normOf(values, ctx.attrs.p)),
  decompose(ctx) {
    const b = new Build(ctx);
    const { p } = ctx.attrs;
    const x = b.input(0);
    const shape = ctx.outputs[0]?.shape ?? [];
    const mean = b.reshape(wholePool(b, raised(b, x, p), 'AveragePool'), shape);
    rooted(b, b.node('Mul', {}, [mean, b.floats([], [elementCount(x.type.shape.slice(2))])], shape), p, ctx.outputIds[0]);
    return true;
  },
});
