// Reshape: https://onnx.ai/onnx/operators/onnx__Reshape.html. The target shape must be constant; 0 copies a dimension unless allowzero (opset 14).
// A view: elements keep their row-major order, so lowering only renames the buffer.
import { elementCount } from '../ir/tensor.ts';
import { type ParseContext, defineOp } from './op-def.ts';
import { intAttr, intsAttrOrInput, requiredInput } from './shared/attributes.ts';
import { viewReference } from './shared/view.ts';

export type ReshapeAttrs = { readonly shape: readonly number[] };

function resolve(ctx: ParseContext, from: readonly number[], target: readonly number[]): number[] {
  const allowZero = intAttr(ctx, 'allowzero', 0) !== 0;
  const dims = target.map((d, i) => (d === 0 && !allowZero ? (from[i] ?? ctx.reject(`dimension ${i} of the target shape copies a dimension that the input lacks`)) : d));
  const known = dims.filter((d) => d !== -1).reduce((p, d) => p * d, 1);
  const open = dims.filter((d) => d === -1).length;
  const total = elementCount(from);
  const bad = (): never => ctx.reject(`[${from.join(',')}] (${total} elements) cannot be reshaped to [${target.join(',')}]`);
  if (open > 1 || dims.some((d) => d < -1)) return bad();
  if (open === 1 && (known === 0 || total % known !== 0)) return bad();
  const shape = dims.map((d) => (d === -1 ? total / known : d));
  return elementCount(shape) === total ? shape : bad();
}

export default defineOp<ReshapeAttrs>({
  op: 'Reshape',
  since: [1, 5, 13, 14, 19, 21, 23, 24, 25],
  arity: [1, 2],
  dataInputs: 1,
  foldsAnySize: true,
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const target = intsAttrOrInput(ctx, 'shape', 1) ?? ctx.reject('the target shape is missing');
    return { shape: resolve(ctx, x.shape, target) };
  },
  infer: (ctx) => [{ dtype: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).dtype, shape: ctx.attrs.shape }],
  reference: viewReference,
  quant: {
    supports: () => true,
    roles: () => ({ inputs: [{ kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  homogeneous: ({ inputs, outputs }) => (outputs[0]?.shape.at(-1) ?? 1) % (inputs[0]?.shape.at(-1) ?? 1) === 0,
  view: true,
});
