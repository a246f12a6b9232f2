// Operators that keep the row-major order of their elements: reference, and decomposition into Reshape.
import { type Tensor, makeTensor } from '../../ir/tensor.ts';
import type { DecomposeContext, ReferenceContext } from '../op-def.ts';

export function viewReference({ inputs, outputs }: ReferenceContext<object>): Tensor[] {
  const [x] = inputs;
  const [y] = outputs;
  return x && y ? [makeTensor(x.dtype, y.shape, x.data)] : [];
}

export function decomposeToReshape(ctx: DecomposeContext<object>): boolean {
  ctx.node('Reshape', { shape: ctx.outputs[0]?.shape ?? [] }, [ctx.inputIds[0] ?? null], ctx.outputIds[0] ?? '');
  return true;
}
