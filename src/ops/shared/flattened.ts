// Operators of the softmax family: along one axis from opset 13; before, over all dimensions from `axis` on as one row.
import { type Shape, elementCount } from '../../ir/tensor.ts';
import type { ExpandContext } from '../op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './attributes.ts';
import { intList, requiredId, reshaped } from './writer.ts';

/** Writes the operator along `axis` of a value of that shape; gives its result, which is `output` where that is named. */
export type AlongAxis = (ctx: ExpandContext, x: string, place: { readonly axis: number; readonly shape: Shape }, output?: string) => string;

/** The operator along the axis of the node, or along rows that are views of the value. Where each dimension behind the axis has length 1 both are the same. */
export function expandAlongAxis(ctx: ExpandContext, along: AlongAxis): void {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const isOld = ctx.opset < 13;
  const axis = normaliseAxis(intAttr(ctx, 'axis', isOld ? 1 : -1), shape.length, reject);
  const x = requiredId(ctx, 0, 'input');
  const [output] = ctx.outputIds;
  if (!isOld || shape.slice(axis + 1).every((d) => d === 1)) return void along(ctx, x, { axis, shape }, output);
  const rows = [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))];
  ctx.node('Reshape', {}, [along(ctx, reshaped(ctx, x, rows), { axis: 1, shape: rows }), intList(ctx, ...shape)], { output });
}
