// RotaryEmbedding: https://onnx.ai/onnx/operators/onnx__RotaryEmbedding.html, written as slices, products and sums. Pairs are halves of a head, or neighbours where it is
// interleaved; what lies behind `rotary_embedding_dim` passes as it is. Rows of the caches are chosen by Gather where positions are given.
import { type ExpandContext, defineDialect } from './op-def.ts';
import { intAttr } from './shared/attributes.ts';
import { give, inserted, requiredId, reshaped, shapeOfId, sliced, transposed } from './shared/writer.ts';

interface Pair {
  readonly first: string;
  readonly second: string;
}

/** [batch][length][1][pairs]. */
function cacheRows(ctx: ExpandContext, index: number, name: string, pairs: number): string {
  const cache = requiredId(ctx, index, name);
  const positions = ctx.inputIds[3] ?? null;
  const rows = positions === null ? cache : ctx.node('Gather', {}, [cache, positions]);
  const shape = shapeOfId(ctx, rows);
  if (shape.length !== 3 || (shape[2] ?? 0) < pairs) return ctx.reject(`input ${name} gives rows of shape [${shape.join(',')}]; [batch, length, ${pairs}] is expected`);
  return inserted(ctx, shape[2] === pairs ? rows : sliced(ctx, rows, 2, { start: 0, end: pairs }), 2);
}

function pairOf(ctx: ExpandContext, x: string, pairs: number, interleaved: boolean): Pair {
  if (interleaved) return { first: sliced(ctx, x, 3, { start: 0, end: 2 * pairs, step: 2 }), second: sliced(ctx, x, 3, { start: 1, end: 2 * pairs, step: 2 }) };
  return { first: sliced(ctx, x, 3, { start: 0, end: pairs }), second: sliced(ctx, x, 3, { start: pairs, end: 2 * pairs }) };
}

function rotated(ctx: ExpandContext, { first, second }: Pair, cos: string, sin: string): Pair {
  const product = (a: string, b: string): string => ctx.node('Mul', {}, [a, b]);
  return {
    first: ctx.node('Sub', {}, [product(first, cos), product(second, sin)]),
    second: ctx.node('Add', {}, [product(first, sin), product(second, cos)]),
  };
}

/** Both parts as they lay. */
function joined(ctx: ExpandContext, { first, second }: Pair, interleaved: boolean): string {
  if (!interleaved) return ctx.node('Concat', { axis: 3 }, [first, second]);
  const shape = shapeOfId(ctx, first);
  const pairs = ctx.node('Concat', { axis: 4 }, [inserted(ctx, first, 4), inserted(ctx, second, 4)]);
  return reshaped(ctx, pairs, [...shape.slice(0, 3), 2 * (shape[3] ?? 1)]);
}

function expand(ctx: ExpandContext): void {
  const input = requiredId(ctx, 0, 'X');
  const shape = shapeOfId(ctx, input);
  const isFlat = shape.length === 3;
  const heads = isFlat ? intAttr(ctx, 'num_heads', 0) : (shape[1] ?? 1);
  const [batch = 1] = shape;
  if (isFlat && (heads < 1 || (shape[2] ?? 1) % heads !== 0)) return ctx.reject(`attribute 'num_heads' is ${heads}; it must divide ${shape[2]}`);
  if (!isFlat && shape.length !== 4) return ctx.reject(`its input has shape [${shape.join(',')}]; three or four dimensions are expected`);
  const x = isFlat ? reshaped(ctx, input, [batch, shape[1] ?? 1, heads, (shape[2] ?? 1) / heads]) : transposed(ctx, input, 0, 2, 1, 3);
  const size = shapeOfId(ctx, x)[3] ?? 1;
  const given = intAttr(ctx, 'rotary_embedding_dim', 0);
  const rotary = given === 0 ? size : given;
  if (rotary % 2 !== 0 || rotary < 2 || rotary > size) return ctx.reject(`${rotary} of ${size} elements of a head cannot be rotated in pairs`);
  const interleaved = intAttr(ctx, 'interleaved', 0) !== 0;
  const [cos, sin] = [cacheRows(ctx, 1, 'cos_cache', rotary / 2), cacheRows(ctx, 2, 'sin_cache', rotary / 2)];
  const turned = joined(ctx, rotated(ctx, pairOf(ctx, x, rotary / 2, interleaved), cos, sin), interleaved);
  const whole = rotary === size ? turned : ctx.node('Concat', { axis: 3 }, [turned, sliced(ctx, x, 3, { start: rotary, end: size })]);
  give(ctx, 0, isFlat ? reshaped(ctx, whole, shape) : transposed(ctx, whole, 0, 2, 1, 3));
}

export default defineDialect({ op: 'RotaryEmbedding', since: [23], arity: [3, 4], expand });
