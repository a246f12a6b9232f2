// MaxPool: https://onnx.ai/onnx/operators/onnx__MaxPool.html (opset 10 adds dilations and ceil_mode, 12 int8). One output, two spatial dimensions.
import { invariant } from '../diagnostics/diagnostic.ts';
import { makeTensor, toNumbers } from '../ir/tensor.ts';
import { largestOf } from '../numeric/moments.ts';
import { defineOp } from './op-def.ts';
import { type PoolAttrs, inferPool, parsePool, poolGeometry, poolReference } from './shared/pool.ts';
import { dilationParams } from './shared/window.ts';

export default defineOp<PoolAttrs>({
  op: 'MaxPool',
  since: [1, 8, 10, 11, 12, 22],
  arity: [1, 1],
  parse: parsePool,
  infer: inferPool,
  reference({ attrs, inputs, outputs }) {
    const [x] = inputs;
    const [y] = outputs;
    invariant(!!x && !!y, 'MaxPool needs an input');
    return [makeTensor('f32', y.shape, poolReference(attrs, { type: x, data: toNumbers(x) }, y, (values) => Math.max(...values)))];
  },
  quant: {
    supports: () => true,
    roles: () => ({ inputs: [{ kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  channelsLast: (attrs) => ({ ...attrs, layout: 'nhwc' }),
  homogeneous: ({ attrs }) => attrs.layout === 'nhwc',
  moments: ({ attrs }, [x]) => (x && attrs.layout === 'nhwc' ? largestOf(x, attrs.kernel.reduce((p, k) => p * k, 1)) : null),
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y && ctx.attrs.layout === 'nhwc', 'MaxPool is lowered in NHWC');
    const params = { ...poolGeometry(ctx.attrs, x, y), ...dilationParams(ctx.attrs) };
    ctx.call(x.dtype === 'i8' ? 'max_pool_s8' : 'max_pool_f32', params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
