// Operators whose meaning changed in opset 7, written as they are since: broadcasting that had to be asked for, with an axis; the slope of PRelu per
// channel; modes of training. Of opset 6 only; older ones are refused by the importer.
import { elementCount, makeTensor } from '../../ir/tensor.ts';
import type { ExpandContext } from '../../ops/op-def.ts';

const BROADCASTING: ReadonlySet<string> = new Set(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'And', 'Or', 'Xor', 'Equal', 'Greater', 'Less']);

function shapeConstant(ctx: ExpandContext, shape: readonly number[]): string {
  return ctx.constant(makeTensor('i64', [shape.length], BigInt64Array.from(shape, BigInt)));
}

/** The second operand lies along dimensions `axis`, axis + 1, ... of the first. */
function broadcastAlong(ctx: ExpandContext, op: string): boolean {
  const [a, b] = ctx.inputs;
  const { axis } = ctx.raw;
  if (!a || !b || typeof axis !== 'number' || axis < 0 || axis + b.shape.length > a.shape.length) return false;
  const aligned = [...b.shape, ...a.shape.slice(axis + b.shape.length).map(() => 1)];
  ctx.node(op, {}, [ctx.inputIds[0] ?? null, ctx.node('Reshape', {}, [ctx.inputIds[1] ?? null, shapeConstant(ctx, aligned)])], { output: ctx.outputIds[0] });
  return true;
}

/** One slope per channel, which is dimension 1. */
function slopePerChannel(ctx: ExpandContext): boolean {
  const [x, slope] = ctx.inputs;
  if (!x || !slope || x.shape.length < 3 || elementCount(slope.shape) !== x.shape[1]) return false;
  const shape = x.shape.slice(1).map((d, i) => (i === 0 ? d : 1));
  ctx.node('PRelu', {}, [ctx.inputIds[0] ?? null, ctx.node('Reshape', {}, [ctx.inputIds[1] ?? null, shapeConstant(ctx, shape)])], { output: ctx.outputIds[0] });
  return true;
}

/** True where the node was written anew; false where it means the same today. */
export function writtenSinceOpset7(op: string, ctx: ExpandContext): boolean {
  if (BROADCASTING.has(op)) return broadcastAlong(ctx, op);
  return op === 'PRelu' && slopePerChannel(ctx);
}
