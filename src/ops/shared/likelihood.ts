// The negative log likelihood of classes, as NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss have it: scores [N][C][...], classes [N][...],
// written with a mask of the class per element.
import { makeTensor } from '../../ir/tensor.ts';
import type { ExpandContext } from '../op-def.ts';
import { requiredInput, stringAttr } from './attributes.ts';

const FLOAT = 1;
const CLASS_AXIS = 1n;

function list(ctx: ExpandContext, ...values: readonly bigint[]): string {
  return ctx.constant(makeTensor('i64', [values.length], BigInt64Array.from(values)));
}

/** `likelihoods`: logarithms of the scores; classes and optional weights [C] are inputs 1 and 2 of the node. */
export function negativeLikelihood(ctx: ExpandContext, likelihoods: string | null): void {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const classes = shape[1] ?? reject(`input has shape [${shape.join(',')}]; [N, C, ...] is expected`);
  const reduction = stringAttr(ctx, 'reduction', 'mean', ['none', 'sum', 'mean']);
  const target = ctx.node('Unsqueeze', {}, [ctx.node('Cast', { to: 7 }, [ctx.inputIds[1] ?? null]), list(ctx, CLASS_AXIS)]);
  const numbers = ctx.constant(makeTensor('i64', [1, classes, ...shape.slice(2).map(() => 1)], BigInt64Array.from({ length: classes }, (_, i) => BigInt(i))));
  const chosen = withoutIgnored(ctx, { target, mask: ctx.node('Equal', {}, [target, numbers]) });
  const weight = weightPerElement(ctx, { mask: ctx.node('Cast', { to: FLOAT }, [chosen]), rank: shape.length });
  const losses = ctx.node('Neg', {}, [ctx.node('ReduceSum', { keepdims: 0 }, [ctx.node('Mul', {}, [likelihoods, weight]), list(ctx, CLASS_AXIS)])], reduction === 'none' ? { output: ctx.outputIds[0] } : {});
  if (reduction === 'none') return;
  const total = ctx.node('ReduceSum', { keepdims: 0 }, [losses], reduction === 'sum' ? { output: ctx.outputIds[0] } : {});
  if (reduction === 'mean') ctx.node('Div', {}, [total, ctx.node('ReduceSum', { keepdims: 0 }, [weight])], { output: ctx.outputIds[0] });
}

function withoutIgnored(ctx: ExpandContext, { target, mask }: { target: string; mask: string }): string {
  const ignored = ctx.raw['ignore_index'];
  if (typeof ignored !== 'number') return mask;
  const same = ctx.node('Equal', {}, [target, ctx.constant(makeTensor('i64', [], BigInt64Array.of(BigInt(ignored))))]);
  return ctx.node('And', {}, [mask, ctx.node('Not', {}, [same])]);
}

/** 0 but at the class, where it is the class's weight. */
function weightPerElement(ctx: ExpandContext, { mask, rank }: { mask: string; rank: number }): string {
  const given = ctx.inputIds[2] ?? null;
  if (given === null) return mask;
  const shape = Array.from({ length: rank }, (_, i) => (i === 1 ? -1n : 1n));
  return ctx.node('Mul', {}, [mask, ctx.node('Reshape', {}, [given, list(ctx, ...shape)])]);
}
