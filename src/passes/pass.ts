// A pass looks at a graph and returns a patch, or null when it has nothing (more) to do. The driver applies passes in the listed order,
// each to its own fixpoint, and verifies the graph after every patch.
import { invariant } from '../diagnostics/diagnostic.ts';
import type { Graph } from '../ir/graph.ts';
import { type GraphPatch, applyPatch } from '../ir/patch.ts';
import { verifyGraph } from '../ir/verify.ts';
import type { OpRegistry } from '../ops/registry.ts';

export interface PassContext {
  readonly registry: OpRegistry;
}

export interface Pass {
  readonly name: string;
  apply(graph: Graph, ctx: PassContext): GraphPatch | null;
}

/** Each application must shrink what is left to do, so a pass that goes on longer than this does not converge. */
const LARGEST_ROUNDS = 10_000;

export function runPass(graph: Graph, pass: Pass, ctx: PassContext): Graph {
  let current = graph;
  for (let round = 0; round < LARGEST_ROUNDS; round++) {
    const patch = pass.apply(current, ctx);
    if (patch === null) return current;
    current = applyPatch(current, patch);
    verifyGraph(current, 'inferred', pass.name);
  }
  invariant(false, `pass ${pass.name} does not converge`);
}

export function runPasses(graph: Graph, passes: readonly Pass[], ctx: PassContext): Graph {
  return passes.reduce((current, pass) => runPass(current, pass, ctx), graph);
}
