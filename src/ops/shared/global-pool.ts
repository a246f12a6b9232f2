// GlobalAveragePool and GlobalMaxPool become the pool whose window is the whole image.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { type Tensor, makeTensor, toNumbers } from '../../ir/tensor.ts';
import type { DecomposeContext, ReferenceContext } from '../op-def.ts';
import { type PoolAttrs, poolReference } from './pool.ts';

function wholeImage(shape: readonly number[]): PoolAttrs {
  const [, , height = 1, width = 1] = shape;
  return { kernel: [height, width], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], layout: 'nchw', countIncludePad: false };
}

export function decomposeGlobalPool(ctx: DecomposeContext<object>, op: 'AveragePool' | 'MaxPool'): boolean {
  ctx.node(op, wholeImage(ctx.inputs[0]?.shape ?? []), [ctx.inputIds[0] ?? null], ctx.outputIds[0] ?? '');
  return true;
}

export function globalPoolReference({ inputs, outputs }: ReferenceContext<object>, reduce: (values: number[]) => number): Tensor[] {
  const [x] = inputs;
  const [y] = outputs;
  invariant(!!x && !!y, 'a global pool needs an input');
  return [makeTensor('f32', y.shape, poolReference(wholeImage(x.shape), { type: x, data: toNumbers(x) }, y, reduce))];
}
