// SpaceToDepth: https://onnx.ai/onnx/operators/onnx__SpaceToDepth.html. One strided copy in any layout.
import { defineOp } from './op-def.ts';
import { type DepthSpaceAttrs, depthSpaceReference, inferDepthSpace, lowerDepthSpace, parseDepthSpace, permuteDepthSpace } from './shared/depth-space.ts';
import { SHARED_QUANT } from './shared/movement.ts';

export default defineOp<DepthSpaceAttrs>({
  op: 'SpaceToDepth',
  since: [1, 13],
  arity: [1, 1],
  parse: (ctx) => parseDepthSpace(ctx, true),
  infer: (ctx) => inferDepthSpace(ctx, { channels: ctx.attrs.block ** 2, pixels: 1 / ctx.attrs.block }),
  reference: (ctx) => depthSpaceReference(ctx, false),
  quant: SHARED_QUANT,
  permute: permuteDepthSpace,
  lower: (ctx) => lowerDepthSpace(ctx, false),
});
