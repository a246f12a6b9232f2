// FlexAttention of ai.onnx.preview: https://onnx.ai/onnx/operators/onnx_aionnxpreview_FlexAttention.html: attention whose scores and probabilities pass through graphs
// that the model gives, written as products, a softmax and the nodes of these graphs.
import { type ExpandContext, defineDialect } from './op-def.ts';
import { floatAttr } from './shared/attributes.ts';
import { headsOf, scaledScores, weightedValues } from './shared/scaled-scores.ts';
import { give, requiredId } from './shared/writer.ts';

/** `id` after the graph that attribute `name` holds, if it does. */
function modified(ctx: ExpandContext, name: string, id: string): string {
  const graph = ctx.subgraphs.get(name);
  return graph === undefined ? id : (ctx.inline(graph, [id])[0] ?? ctx.reject(`the graph of '${name}' gives nothing`));
}

function expand(ctx: ExpandContext): void {
  const [q, k, v] = [requiredId(ctx, 0, 'Q'), requiredId(ctx, 1, 'K'), requiredId(ctx, 2, 'V')];
  const h = headsOf(ctx, q, k, v);
  const scores = scaledScores(ctx, h, { q, k, scale: floatAttr(ctx, 'scale', 1 / Math.sqrt(h.size)) });
  const probabilities = ctx.node('Softmax', { axis: -1 }, [modified(ctx, 'score_mod', scores)]);
  give(ctx, 0, weightedValues(ctx, h, modified(ctx, 'prob_mod', probabilities), v));
}

export default defineDialect({ op: 'FlexAttention', domain: 'ai.onnx.preview', since: [1], arity: [3, 3], expand });
