// LpPool: https://onnx.ai/onnx/operators/onnx__LpPool.html (opset 11 auto_pad, 18 ceil_mode and dilations). Powers, an average over whole windows times their
// size, and roots.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr } from './shared/attributes.ts';
import { Build } from './shared/build.ts';
import { normOf, raised, rooted } from './shared/lp-norm.ts';
import { type PoolAttrs, inferPool, parsePool, poolReference } from './shared/pool.ts';

export type LpPoolAttrs = PoolAttrs & { readonly p: number };

export default defineOp<LpPoolAttrs>({
  op: 'LpPool',
  since: [1, 2, 11, 18, 22],
  arity: [1, 1],
  parse(ctx) {
    const p = intAttr(ctx, 'p', 2);
    return p < 1 ? ctx.reject(`attribute 'p' is ${p}; it must be positive`) : { ...parsePool(ctx), countIncludePad: true, p };
  },
  infer: inferPool,
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'LpPool needs an input');
    return [makeTensor('f32', y.shape, poolReference(attrs, { type: x, data: toNumbers(x) }, y, ({ values }) => normOf(values, attrs.p)))];
  },
  decompose(ctx) {
    const b = new Build(ctx);
    const { p, ...window } = ctx.attrs;
    const shape = ctx.outputs[0]?.shape ?? [];
    const mean = b.node('AveragePool', window, [raised(b, b.input(0), p)], shape);
    rooted(b, b.node('Mul', {}, [mean, b.floats([], [elementCount(window.kernel)])], shape), p, ctx.outputIds[0]);
    return true;
  },
});
