// LinearAttention: https://onnx.ai/onnx/operators/onnx__LinearAttention.html, written out step by step: the state [batch][heads][key size][value size] decays, gets the outer product of
// key and value (delta rules: of key and what the state does not give back yet), and is read by the query. Query heads that share a state are rows of one product.
import { type ExpandContext, defineDialect } from './op-def.ts';
import { floatAttr, intAttr, stringAttr } from './shared/attributes.ts';
import { floatScalar, floatTensor, give, requiredId, reshaped, shapeOfId, sliced } from './shared/writer.ts';

const RULES: readonly string[] = ['linear', 'gated', 'delta', 'gated_delta'];

interface Layer {
  readonly batch: number;
  readonly steps: number;
  readonly heads: number;
  readonly stateHeads: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly rule: string;
}

function layerOf(ctx: ExpandContext): Layer {
  const [q, k, v] = [shapeOfId(ctx, requiredId(ctx, 0, 'query')), shapeOfId(ctx, requiredId(ctx, 1, 'key')), shapeOfId(ctx, requiredId(ctx, 2, 'value'))];
  const [batch = 1, steps = 1, width = 1] = q;
  const [heads, stateHeads] = [intAttr(ctx, 'q_num_heads', 0), intAttr(ctx, 'kv_num_heads', 0)];
  const keySize = (k[2] ?? 0) / stateHeads;
  const valueSize = (v[2] ?? 0) / stateHeads;
  const rule = stringAttr(ctx, 'update_rule', 'gated_delta', RULES);
  const fits = q.length === 3 && [k, v].every((s) => s.length === 3 && s[0] === batch && s[1] === steps) && Number.isInteger(keySize) && Number.isInteger(valueSize) && heads % stateHeads === 0 && width === heads * keySize;
  return fits ? { batch, steps, heads, stateHeads, keySize, valueSize, rule } : ctx.reject(`query [${q.join(',')}], key [${k.join(',')}] and value [${v.join(',')}] do not fit ${heads} and ${stateHeads} heads`);
}

/** Step `t` of an input [batch][steps][width] as [batch][state heads][rows][columns]. */
function step(ctx: ExpandContext, { batch, steps, stateHeads }: Layer, id: string, place: { readonly t: number; readonly rows: number; readonly columns: number }): string {
  const row = steps === 1 ? id : sliced(ctx, id, 1, { start: place.t, end: place.t + 1 });
  return reshaped(ctx, row, [batch, stateHeads, place.rows, place.columns]);
}

/** Decay per key, or one per head, as a factor of the state's rows. */
function decayed(ctx: ExpandContext, layer: Layer, state: string, t: number): string {
  const decay = requiredId(ctx, 4, 'decay');
  const rows = (shapeOfId(ctx, decay)[2] ?? 1) / layer.stateHeads;
  if (rows !== 1 && rows !== layer.keySize) return ctx.reject(`decay has shape [${shapeOfId(ctx, decay).join(',')}]`);
  return ctx.node('Mul', {}, [state, ctx.node('Exp', {}, [step(ctx, layer, decay, { t, rows, columns: 1 })])]);
}

/** beta * (value - key * state), beta per head or one for all. */
function correction(ctx: ExpandContext, layer: Layer, at: { readonly state: string; readonly key: string; readonly value: string; readonly t: number }): string {
  const beta = requiredId(ctx, 5, 'beta');
  const heads = shapeOfId(ctx, beta)[2] ?? 1;
  const row = layer.steps === 1 ? beta : sliced(ctx, beta, 1, { start: at.t, end: at.t + 1 });
  const difference = ctx.node('Sub', {}, [at.value, ctx.node('MatMul', {}, [at.key, at.state])]);
  return ctx.node('Mul', {}, [difference, reshaped(ctx, row, [layer.batch, heads, 1, 1])]);
}

function expand(ctx: ExpandContext): void {
  const layer = layerOf(ctx);
  const { batch, steps, heads, stateHeads, keySize, valueSize, rule } = layer;
  const [q, k, v] = [0, 1, 2].map((i) => ctx.inputIds[i] ?? '');
  const scale = floatScalar(ctx, floatAttr(ctx, 'scale', 0) || 1 / Math.sqrt(keySize));
  const shape = [batch, stateHeads, keySize, valueSize];
  let state = ctx.inputIds[3] ?? floatTensor(ctx, shape, new Float32Array(batch * stateHeads * keySize * valueSize));
  const outputs: string[] = [];
  for (let t = 0; t < steps; t++) {
    if (rule.startsWith('gated')) state = decayed(ctx, layer, state, t);
    const key = step(ctx, layer, k ?? '', { t, rows: 1, columns: keySize });
    const value = step(ctx, layer, v ?? '', { t, rows: 1, columns: valueSize });
    const row = rule.endsWith('delta') ? correction(ctx, layer, { state, key, value, t }) : value;
    state = ctx.node('Add', {}, [state, ctx.node('MatMul', {}, [reshaped(ctx, key, [batch, stateHeads, keySize, 1]), row])]);
    const query = ctx.node('Mul', {}, [step(ctx, layer, q ?? '', { t, rows: heads / stateHeads, columns: keySize }), scale]);
    outputs.push(reshaped(ctx, ctx.node('MatMul', {}, [query, state]), [batch, 1, heads * valueSize]));
  }
  give(ctx, 0, outputs.length === 1 ? (outputs[0] ?? '') : ctx.node('Concat', { axis: 1 }, outputs));
  give(ctx, 1, state);
}

export default defineDialect({ op: 'LinearAttention', since: [27], arity: [3, 6], expand });
