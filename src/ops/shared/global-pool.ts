// GlobalAveragePool and GlobalMaxPool become the pool whose window is the whole image.
import type { DecomposeContext } from '../op-def.ts';
import type { PoolAttrs } from './pool.ts';

export function decomposeGlobalPool(ctx: DecomposeContext<object>, op: 'AveragePool' | 'MaxPool'): boolean {
  const [, , height = 1, width = 1] = ctx.inputs[0]?.shape ?? [];
  const attrs: PoolAttrs = { kernel: [height, width], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], layout: 'nchw', countIncludePad: false };
  ctx.node(op, attrs, [ctx.inputIds[0] ?? null], ctx.outputIds[0] ?? '');
  return true;
}
