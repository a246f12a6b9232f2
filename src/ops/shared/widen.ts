// Operators on element types that no kernel takes: the same operator in a wider type, between Casts.
import { invariant } from '../../diagnostics/diagnostic.ts';
import type { DType } from '../../ir/dtype.ts';
import type { Attrs } from '../../ir/graph.ts';
import type { DecomposeContext } from '../op-def.ts';

/** Casts all inputs of the first one's type to `wide`, and the result back where it is of that type; other inputs and results (indices, truths) stay. */
export function computeIn<A extends Attrs>(ctx: DecomposeContext<A>, op: string, wide: DType): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'an operator that is widened has an operand and a result');
  const [output = ''] = ctx.outputIds;
  const inputs = ctx.inputIds.map((id, i) => {
    const type = ctx.inputs[i];
    return type?.dtype === x.dtype ? ctx.node('Cast', { to: wide }, [id], { dtype: wide, shape: type.shape }) : id;
  });
  if (y.dtype !== x.dtype) ctx.node(op, ctx.attrs, inputs, output);
  else ctx.node('Cast', { to: y.dtype }, [ctx.node(op, ctx.attrs, inputs, { dtype: wide, shape: y.shape })], output);
}
