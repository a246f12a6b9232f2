// Attention: https://onnx.ai/onnx/operators/onnx__Attention.html (opsets 23 and 24), written as products, a softmax over masked scores, and what moves heads.
// Masks of all kinds become one bias that is added to the scores; rows without anything to attend to give zeros (masked-softmax.ts).
import { toNumbers } from '../ir/tensor.ts';
import { type ExpandContext, defineDialect } from './op-def.ts';
import { floatAttr, intAttr } from './shared/attributes.ts';
import { type Heads, headsOf, scaledScores, weightedValues } from './shared/scaled-scores.ts';
import { floatScalar, floatTensor, give, inserted, intList, intTensor, requiredId, reshaped, shapeOfId, transposed } from './shared/writer.ts';

/** [batch][length][heads * size] -> [batch][heads][length][size]; four dimensions stay. */
function headsApart(ctx: ExpandContext, id: string, attribute: string): string {
  const shape = shapeOfId(ctx, id);
  if (shape.length === 4) return id;
  const [batch = 1, length = 1, hidden = 1] = shape;
  const heads = intAttr(ctx, attribute, 0);
  if (shape.length !== 3 || heads < 1 || hidden % heads !== 0) return ctx.reject(`an input has shape [${shape.join(',')}] and '${attribute}' is ${heads}: three dimensions that heads divide, or four are expected`);
  return transposed(ctx, reshaped(ctx, id, [batch, length, heads, hidden / heads]), 0, 2, 1, 3);
}

function withPast(ctx: ExpandContext, id: string, index: number): string {
  const past = ctx.inputIds[index] ?? null;
  return past === null ? id : ctx.node('Concat', { axis: 2 }, [past, id]);
}

/** 0 up to the diagonal that lies `offset` columns to the right, -infinity behind it. */
function triangle(ctx: ExpandContext, h: Heads, offset: number): string {
  return floatTensor(ctx, [h.rows, h.columns], Float32Array.from({ length: h.rows * h.columns }, (_, i) => (i % h.columns <= Math.floor(i / h.columns) + offset ? 0 : -Infinity)));
}

/** The mask as a float bias of all columns. */
function maskBias(ctx: ExpandContext, h: Heads): string | null {
  const id = ctx.inputIds[3] ?? null;
  if (id === null) return null;
  const { dtype, shape, tensor } = ctx.typeOf(id);
  const bias = dtype !== 'bool' ? id
    : tensor ? floatTensor(ctx, shape, toNumbers(tensor).map((v) => (v === 0 ? -Infinity : 0)))
    : ctx.node('Where', {}, [id, floatScalar(ctx, 0), floatScalar(ctx, -Infinity)]);
  const width = shape.at(-1) ?? 1;
  if (width >= h.columns || (width === 1 && ctx.opset < 24)) return bias;
  return ctx.node('Pad', {}, [bias, intList(ctx, 0, h.columns - width), floatScalar(ctx, -Infinity), intList(ctx, -1)]);
}

/** Counts of keys per sequence that are no padding: [batch][1][1][columns], and with the causal offset [batch][1][rows][columns]. */
function paddingBias(ctx: ExpandContext, h: Heads, isCausal: boolean): string | null {
  const counts = ctx.inputIds[6] ?? null;
  if (counts === null) return null;
  const columns = intTensor(ctx, [h.columns], [...new Array(h.columns).keys()]);
  const apart = inserted(ctx, counts, 1, 2, 3);
  const choose = (allowed: string): string => ctx.node('Where', {}, [allowed, floatScalar(ctx, 0), floatScalar(ctx, -Infinity)]);
  const padding = choose(ctx.node('Less', {}, [columns, apart]));
  if (!isCausal) return padding;
  // Row r is at position r + count - rows; the columns below the one behind it are allowed.
  const behind = intTensor(ctx, [h.rows, 1], Array.from({ length: h.rows }, (_, r) => r - h.rows + 1));
  return ctx.node('Add', {}, [padding, choose(ctx.node('Less', {}, [columns, ctx.node('Add', {}, [apart, behind])]))]);
}

function biasOf(ctx: ExpandContext, h: Heads): string | null {
  const isCausal = intAttr(ctx, 'is_causal', 0) !== 0;
  const past = ctx.inputIds[4] ? (shapeOfId(ctx, ctx.inputIds[4])[2] ?? 0) : 0;
  const padding = paddingBias(ctx, h, isCausal);
  const parts = [maskBias(ctx, h), isCausal && padding === null ? triangle(ctx, h, past) : null, padding].flatMap((id) => id ?? []);
  return parts.length === 0 ? null : parts.reduce((sum, id) => ctx.node('Add', {}, [sum, id]));
}

function capped(ctx: ExpandContext, scores: string): string {
  const cap = floatAttr(ctx, 'softcap', 0);
  if (cap === 0) return scores;
  return ctx.node('Mul', {}, [ctx.node('Tanh', {}, [ctx.node('Mul', {}, [scores, floatScalar(ctx, 1 / cap)])]), floatScalar(ctx, cap)]);
}

function expand(ctx: ExpandContext): void {
  const [q, k, v] = [headsApart(ctx, requiredId(ctx, 0, 'Q'), 'q_num_heads'), headsApart(ctx, requiredId(ctx, 1, 'K'), 'kv_num_heads'), headsApart(ctx, requiredId(ctx, 2, 'V'), 'kv_num_heads')];
  const [keys, values] = [withPast(ctx, k, 4), withPast(ctx, v, 5)];
  const h = headsOf(ctx, q, keys, values);
  const scores = scaledScores(ctx, h, { q, k: keys, scale: floatAttr(ctx, 'scale', 1 / Math.sqrt(h.size)) });
  const limited = capped(ctx, scores);
  const bias = biasOf(ctx, h);
  const probabilities = bias === null ? ctx.node('Softmax', { axis: -1 }, [limited]) : ctx.node('MaskedSoftmax', {}, [limited, bias], { domain: 'quantune.float' });
  const y = weightedValues(ctx, h, probabilities, values);
  give(ctx, 0, shapeOfId(ctx, requiredId(ctx, 0, 'Q')).length === 4 ? y : reshaped(ctx, transposed(ctx, y, 0, 2, 1, 3), [h.batch, h.rows, h.heads * h.valueSize]));
  give(ctx, 1, keys);
  give(ctx, 2, values);
  if (ctx.outputIds.length < 4) return;
  const mode = intAttr(ctx, 'qk_matmul_output_mode', 0);
  const stages = [scores, limited, mode === 2 && bias !== null ? ctx.node('Add', {}, [limited, bias]) : limited, probabilities];
  give(ctx, 3, stages[mode] ?? ctx.reject(`attribute 'qk_matmul_output_mode' is ${mode}; 0 to 3 are allowed`));
}

export default defineDialect({ op: 'Attention', since: [23, 24], arity: [3, 7], expand });
