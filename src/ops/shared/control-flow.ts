// What If, Loop and Scan share: their graphs by name, the step from what a graph gives to the outputs of the node, and slices along an axis.
import type { Subgraph } from '../../ir/graph.ts';
import type { ExpandContext } from '../op-def.ts';
import { inserted, intList, sliced } from './writer.ts';

export function subgraphOf(ctx: ExpandContext, name: string): Subgraph {
  return ctx.subgraphs.get(name) ?? ctx.reject(`attribute '${name}' is missing`);
}

/** The node's outputs are copies of `ids`, which may be inputs, constants, or the same value twice. */
export function giveOutputs(ctx: ExpandContext, ids: readonly string[]): void {
  if (ids.length < ctx.outputIds.length) ctx.reject(`it has ${ctx.outputIds.length} outputs, its graphs ${ids.length}`);
  ctx.outputIds.forEach((output, i) => ctx.node('Identity', {}, [ids[i] ?? null], { output }));
}

/** Slice `index` of `id` along `axis`, without that axis. */
export function sliceAt(ctx: ExpandContext, id: string, axis: number, index: number): string {
  return ctx.node('Squeeze', {}, [sliced(ctx, id, axis, { start: index, end: index + 1 }), intList(ctx, axis)]);
}

/** `ids` behind each other along a new axis. */
export function stacked(ctx: ExpandContext, ids: readonly string[], axis: number): string {
  const parts = ids.map((id) => inserted(ctx, id, axis));
  return parts.length === 1 ? (parts[0] ?? '') : ctx.node('Concat', { axis }, parts);
}
