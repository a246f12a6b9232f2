// DFT: https://onnx.ai/onnx/operators/onnx__DFT.html. A product with a constant matrix, so it costs N^2, and takes INT8 as any matrix product does.
// The axis is an attribute up to opset 19 (default 1) and a constant input from 20 (default -2).
import { defineDialect, type ExpandContext } from './op-def.ts';
import { constantInput, intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { type DftShape, dftMatrix, dftOutput } from './shared/dft.ts';
import { intList } from './shared/writer.ts';

function dftShape(ctx: ExpandContext, shape: readonly number[], axis: number): DftShape {
  const [inverse, onesided] = [intAttr(ctx, 'inverse', 0) !== 0, intAttr(ctx, 'onesided', 0) !== 0];
  const given = shape[axis] ?? 1;
  const length = constantInput(ctx, 'dft_length', 1)?.[0] ?? (inverse && onesided ? 2 * (given - 1) : given);
  const parts = shape.at(-1) ?? 1;
  if (parts > 2) ctx.reject(`the last dimension is ${parts}; 1 (real) or 2 (real and imaginary) is expected`);
  if (length < 1) ctx.reject(`the length is ${length}`);
  return { given, length, parts, inverse, onesided };
}

export default defineDialect({
  op: 'DFT',
  since: [17, 20],
  arity: [1, 3],
  expand(ctx) {
    const reject = ctx.reject.bind(ctx);
    const { shape } = requiredInput(ctx.inputs, 0, reject);
    const wanted = ctx.opset < 20 ? intAttr(ctx, 'axis', 1) : (constantInput(ctx, 'axis', 2)?.[0] ?? -2);
    const axis = normaliseAxis(wanted, shape.length, reject);
    if (axis === shape.length - 1) reject('the axis is the last, which holds real and imaginary parts');
    const transform = dftShape(ctx, shape, axis);
    const { count, parts } = dftOutput(transform);
    const others = [...shape.keys()].slice(0, -1).filter((i) => i !== axis);
    const order = [...others, axis, shape.length - 1];
    const moved = ctx.node('Transpose', { perm: order }, [ctx.inputIds[0] ?? null]);
    const outer = others.map((i) => shape[i] ?? 1);
    const rows = ctx.node('Reshape', {}, [moved, intList(ctx, ...outer, transform.given * transform.parts)]);
    const product = ctx.node('MatMul', {}, [rows, ctx.constant(dftMatrix(transform))]);
    const split = ctx.node('Reshape', {}, [product, intList(ctx, ...outer, count, parts)]);
    ctx.node('Transpose', { perm: order.map((_, i) => order.indexOf(i)) }, [split], { output: ctx.outputIds[0] });
  },
});
