// GlobalAveragePool and GlobalMaxPool become the pool whose window is the whole image; whatever the number of spatial dimensions, they are one line.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { type Tensor, elementCount, makeTensor, toNumbers } from '../../ir/tensor.ts';
import type { DecomposeContext, InferContext, ReferenceContext, ValueType } from '../op-def.ts';
import { requiredInput } from './attributes.ts';
import { Build, type Made } from './build.ts';

export function inferGlobalPool(ctx: InferContext<object>): ValueType[] {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  if (x.shape.length < 3) return ctx.reject(`input has shape [${x.shape.join(',')}]; a batch, channels and at least one spatial dimension are expected`);
  return [{ dtype: x.dtype, shape: x.shape.map((d, i) => (i < 2 ? d : 1)) }];
}

/** The pool of all elements of each channel: [N,C,...] -> [N,C,1,1]. */
export function wholePool(b: Build<object>, x: Made, op: 'AveragePool' | 'MaxPool', out?: string): Made {
  const [n = 1, c = 1, height = 1, ...rest] = x.type.shape;
  const width = elementCount(rest);
  const attrs = { kernel: [height, width], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], layout: 'nchw', countIncludePad: false };
  return b.node(op, attrs, [rest.length === 1 ? x : b.reshape(x, [n, c, height, width])], { shape: [n, c, 1, 1], out });
}

export function decomposeGlobalPool(ctx: DecomposeContext<object>, op: 'AveragePool' | 'MaxPool'): boolean {
  const b = new Build(ctx);
  const [out = ''] = ctx.outputIds;
  const shape = ctx.outputs[0]?.shape ?? [];
  if (shape.length === 4) wholePool(b, b.input(0), op, out);
  else b.reshape(wholePool(b, b.input(0), op), shape, out);
  return true;
}

export function globalPoolReference({ inputs, outputs }: ReferenceContext<object>, reduce: (values: readonly number[]) => number): Tensor[] {
  const [x] = inputs;
  const [y] = outputs;
  invariant(!!x && !!y, 'a global pool needs an input');
  const points = elementCount(x.shape.slice(2));
  const values = toNumbers(x);
  return [makeTensor('f32', y.shape, Float32Array.from({ length: elementCount(y.shape) }, (_, i) => reduce(values.slice(i * points, (i + 1) * points))))];
}
