// If: https://onnx.ai/onnx/operators/onnx__If.html. A constant condition leaves one branch, whose nodes take the place of the If. Where the condition is computed,
// both branches are, and Where picks the results: branches have no effect but their outputs.
import { type ExpandContext, defineDialect } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { giveOutputs, subgraphOf } from './shared/control-flow.ts';

/** Both branches, and a choice for each output that is not the same in both. */
function select(ctx: ExpandContext, condition: string): string[] {
  const [yes, no] = ['then_branch', 'else_branch'].map((name) => ctx.inline(subgraphOf(ctx, name), []));
  return (yes ?? []).map((id, i) => {
    const other = no?.[i] ?? id;
    const [a, b] = [ctx.typeOf(id), ctx.typeOf(other)];
    if (a.dtype !== b.dtype || a.shape.join() !== b.shape.join()) {
      return ctx.reject(`its condition is computed at run time, and output ${i} is ${a.dtype} [${a.shape.join(',')}] in one branch and ${b.dtype} [${b.shape.join(',')}] in the other`, 'make the condition a constant (--fix, or export for one case), or give both branches outputs of one shape');
    }
    return id === other ? id : ctx.node('Where', {}, [condition, id, other]);
  });
}

export default defineDialect({
  op: 'If',
  since: [1, 11, 13, 16, 19, 21, 23, 24, 25],
  arity: [1, 1],
  expand(ctx) {
    const condition = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const count = condition.shape.reduce((p, d) => p * d, 1);
    if (count !== 1) return ctx.reject(`its condition has shape [${condition.shape.join(',')}]; one element is expected`);
    const chosen = condition.tensor ? ctx.inline(subgraphOf(ctx, Number(condition.tensor.data[0]) !== 0 ? 'then_branch' : 'else_branch'), []) : select(ctx, condition.shape.length === 0 ? (ctx.inputIds[0] ?? '') : ctx.node('Squeeze', {}, [ctx.inputIds[0] ?? null]));
    giveOutputs(ctx, chosen);
  },
});
