// DepthToSpace: https://onnx.ai/onnx/operators/onnx__DepthToSpace.html (mode from opset 11). One strided copy in any layout.
import { defineOp } from './op-def.ts';
import { stringAttr } from './shared/attributes.ts';
import { type DepthSpaceAttrs, depthSpaceReference, inferDepthSpace, lowerDepthSpace, parseDepthSpace, permuteDepthSpace } from './shared/depth-space.ts';
import { SHARED_QUANT } from './shared/movement.ts';

export default defineOp<DepthSpaceAttrs>({
  op: 'DepthToSpace',
  since: [1, 11, 13],
  arity: [1, 1],
  parse: (ctx) => parseDepthSpace(ctx, stringAttr(ctx, 'mode', 'DCR', ['DCR', 'CRD']) === 'DCR'),
  infer: (ctx) => inferDepthSpace(ctx, { channels: 1 / ctx.attrs.block ** 2, pixels: ctx.attrs.block }),
  reference: (ctx) => depthSpaceReference(ctx, true),
  quant: SHARED_QUANT,
  permute: permuteDepthSpace,
  lower: (ctx) => lowerDepthSpace(ctx, true),
});
