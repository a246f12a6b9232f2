// AffineGrid: https://onnx.ai/onnx/operators/onnx__AffineGrid.html. Coordinates of an image of constant size, multiplied by a matrix per batch entry.
// Decomposed into a MatMul by constant coordinates.
import { invariant } from '../diagnostics/diagnostic.ts';
import { coordinatesOf, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { constantInput, intAttr, requiredInput } from './shared/attributes.ts';

export type AffineGridAttrs = { readonly size: readonly number[]; readonly alignCorners: boolean };

/** Of each pixel: coordinates in [-1, 1], the innermost dimension first, then 1. */
function coordinates({ size, alignCorners }: AffineGridAttrs): Float32Array {
  const image = size.slice(2);
  const place = (i: number, length: number): number => (alignCorners ? (length > 1 ? (2 * i) / (length - 1) - 1 : 0) : (2 * i + 1) / length - 1);
  return Float32Array.from(Array.from({ length: elementCount(image) }, (_, pixel) => {
    const at = coordinatesOf(pixel, image).map((v, d) => place(v, image[d] ?? 1));
    return [...at.reverse(), 1];
  }).flat());
}

export default defineOp<AffineGridAttrs>({
  op: 'AffineGrid',
  since: [20],
  arity: [2, 2],
  dataInputs: 1,
  parse(ctx) {
    const size = constantInput(ctx, 'size', 1) ?? ctx.reject('the size is missing');
    const usable = (size.length === 4 || size.length === 5) && size.every((d) => d >= 1);
    return usable ? { size, alignCorners: intAttr(ctx, 'align_corners', 0) !== 0 } : ctx.reject(`size [${size.join(',')}] must be [N,C,H,W] or [N,C,D,H,W]`);
  },
  infer(ctx) {
    const theta = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const [batch = 0, , ...image] = ctx.attrs.size;
    const rank = image.length;
    if (theta.shape.join() !== [batch, rank, rank + 1].join()) return ctx.reject(`theta has shape [${theta.shape.join(',')}]; [${batch},${rank},${rank + 1}] is expected`);
    return [{ dtype: theta.dtype, shape: [batch, ...image, rank] }];
  },
  reference({ attrs, inputs: [theta], outputs: [y] }) {
    invariant(!!theta && !!y, 'AffineGrid needs theta');
    const [base, matrix] = [coordinates(attrs), toNumbers(theta)];
    const rank = attrs.size.length - 2;
    const points = base.length / (rank + 1);
    return [makeTensor('f32', y.shape, Float32Array.from({ length: elementCount(y.shape) }, (_, i) => {
      const [batch, point, row] = [Math.floor(i / rank / points), Math.floor(i / rank) % points, i % rank];
      let sum = 0;
      for (let k = 0; k <= rank; k++) sum += (matrix[(batch * rank + row) * (rank + 1) + k] ?? 0) * (base[point * (rank + 1) + k] ?? 0);
      return sum;
    }))];
  },
  decompose(ctx) {
    const [theta] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!theta && !!y, 'AffineGrid needs theta');
    const base = coordinates(ctx.attrs);
    const rank = ctx.attrs.size.length - 2;
    const points = base.length / (rank + 1);
    const table = ctx.constant(makeTensor('f32', [points, rank + 1], base));
    const turned = ctx.node('Transpose', { perm: [0, 2, 1] }, [ctx.inputIds[0] ?? null], { dtype: 'f32', shape: [theta.shape[0] ?? 1, rank + 1, rank] });
    const product = ctx.node('MatMul', { transB: false }, [table, turned], { dtype: 'f32', shape: [theta.shape[0] ?? 1, points, rank] });
    ctx.node('Reshape', { shape: y.shape }, [product], ctx.outputIds[0] ?? '');
    return true;
  },
});
