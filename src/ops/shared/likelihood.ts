// The negative log likelihood of classes, as NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss have it: scores [N][C][...], classes [N][...],
// written with a mask of the class per element.
import type { ExpandContext } from '../op-def.ts';
import { intAttr, requiredInput, stringAttr } from './attributes.ts';
import { typeNumber } from './element-type.ts';
import { intList, intTensor, scalar } from './writer.ts';

const CLASS_AXIS = 1;

/** `likelihoods`: logarithms of the scores; classes and optional weights [C] are inputs 1 and 2 of the node. */
export function negativeLikelihood(ctx: ExpandContext, likelihoods: string | null): void {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const classes = shape[1] ?? reject(`input has shape [${shape.join(',')}]; [N, C, ...] is expected`);
  const reduction = stringAttr(ctx, 'reduction', 'mean', ['none', 'sum', 'mean']);
  const target = ctx.node('Unsqueeze', {}, [ctx.node('Cast', { to: typeNumber('i64') }, [ctx.inputIds[1] ?? null]), intList(ctx, CLASS_AXIS)]);
  const numbers = intTensor(ctx, [1, classes, ...shape.slice(2).map(() => 1)], [...new Array(classes).keys()]);
  const chosen = withoutIgnored(ctx, { target, mask: ctx.node('Equal', {}, [target, numbers]) });
  const weight = weightPerElement(ctx, { mask: ctx.node('Cast', { to: typeNumber('f32') }, [chosen]), rank: shape.length });
  const losses = ctx.node('Neg', {}, [ctx.node('ReduceSum', { keepdims: 0 }, [ctx.node('Mul', {}, [likelihoods, weight]), intList(ctx, CLASS_AXIS)])], reduction === 'none' ? { output: ctx.outputIds[0] } : {});
  if (reduction === 'none') return;
  const total = ctx.node('ReduceSum', { keepdims: 0 }, [losses], reduction === 'sum' ? { output: ctx.outputIds[0] } : {});
  if (reduction === 'mean') ctx.node('Div', {}, [total, ctx.node('ReduceSum', { keepdims: 0 }, [weight])], { output: ctx.outputIds[0] });
}

function withoutIgnored(ctx: ExpandContext, { target, mask }: { target: string; mask: string }): string {
  if (!Object.hasOwn(ctx.raw, 'ignore_index')) return mask;
  const same = ctx.node('Equal', {}, [target, scalar(ctx, 'i64', intAttr(ctx, 'ignore_index', 0))]);
  return ctx.node('And', {}, [mask, ctx.node('Not', {}, [same])]);
}

/** 0 but at the class, where it is the class's weight. */
function weightPerElement(ctx: ExpandContext, { mask, rank }: { mask: string; rank: number }): string {
  const given = ctx.inputIds[2] ?? null;
  if (given === null) return mask;
  const shape = Array.from({ length: rank }, (_, i) => (i === CLASS_AXIS ? -1 : 1));
  return ctx.node('Mul', {}, [mask, ctx.node('Reshape', {}, [given, intList(ctx, ...shape)])]);
}
